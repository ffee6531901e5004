/** Rules on kubeadm's configuration. */
@NullMarked
package dev.vipc.rule.kubeadm;

import org.jspecify.annotations.NullMarked;
