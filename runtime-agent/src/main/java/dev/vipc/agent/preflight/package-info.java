/** What to know of a machine before vipd runs there. */
@NullMarked
package dev.vipc.agent.preflight;

import org.jspecify.annotations.NullMarked;
