/** Manifests of pod networks and of pools of Service addresses into the model. */
@NullMarked
package dev.vipc.lower.cni;

import org.jspecify.annotations.NullMarked;
