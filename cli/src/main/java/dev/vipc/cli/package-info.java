/** The commands; the only room that prints and that knows exit statuses. */
@NullMarked
package dev.vipc.cli;

import org.jspecify.annotations.NullMarked;
