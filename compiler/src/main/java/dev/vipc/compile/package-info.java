/** The front door of the compiler. */
@NullMarked
package dev.vipc.compile;

import org.jspecify.annotations.NullMarked;
