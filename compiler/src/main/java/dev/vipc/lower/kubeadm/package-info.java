/** kubeadm's configuration files into the model. */
@NullMarked
package dev.vipc.lower.kubeadm;

import org.jspecify.annotations.NullMarked;
