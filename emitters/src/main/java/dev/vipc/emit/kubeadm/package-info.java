/** The configuration that kubeadm starts each node with. */
@NullMarked
package dev.vipc.emit.kubeadm;

import org.jspecify.annotations.NullMarked;
