/** Loads that the side-by-side scripts make. */
@NullMarked
package dev.vipc.benchmark;

import org.jspecify.annotations.NullMarked;
