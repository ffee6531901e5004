/** Envoy's static bootstrap. */
@NullMarked
package dev.vipc.emit.envoy;

import org.jspecify.annotations.NullMarked;
