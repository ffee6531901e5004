/** Carries kubeadm's configuration from one API version to the next, as edits of its text. */
@NullMarked
package dev.vipc.convert.kubeadm;

import org.jspecify.annotations.NullMarked;
