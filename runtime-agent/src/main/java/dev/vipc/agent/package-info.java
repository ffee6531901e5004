/** The runtime agent's command line. */
@NullMarked
package dev.vipc.agent;

import org.jspecify.annotations.NullMarked;
