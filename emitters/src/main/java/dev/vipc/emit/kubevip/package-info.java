/** The manifests of kube-vip: static pods, a DaemonSet with its rights, and pools. */
@NullMarked
package dev.vipc.emit.kubevip;

import org.jspecify.annotations.NullMarked;
