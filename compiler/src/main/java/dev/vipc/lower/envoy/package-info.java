/** From Envoy's static bootstrap to the model. */
@NullMarked
package dev.vipc.lower.envoy;

import org.jspecify.annotations.NullMarked;
