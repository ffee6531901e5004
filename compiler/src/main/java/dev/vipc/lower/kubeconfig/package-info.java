/** Kubeconfigs into the model. */
@NullMarked
package dev.vipc.lower.kubeconfig;

import org.jspecify.annotations.NullMarked;
