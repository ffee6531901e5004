/** From an HA spec to the model, so that the rules judge it at its own places. */
@NullMarked
package dev.vipc.lower.spec;

import org.jspecify.annotations.NullMarked;
