/** Clusterfiles of sealos into the model. */
@NullMarked
package dev.vipc.lower.sealos;

import org.jspecify.annotations.NullMarked;
