/** The check of kubeadm's configuration that {@code kubeadm config validate} makes. */
@NullMarked
package dev.vipc.check.kubeadm;

import org.jspecify.annotations.NullMarked;
