/** From syntax to the model: one format a package. */
@NullMarked
package dev.vipc.lower;

import org.jspecify.annotations.NullMarked;
