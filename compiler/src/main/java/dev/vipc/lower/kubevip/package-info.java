/** kube-vip's manifests, command lines and old configuration files into the model. */
@NullMarked
package dev.vipc.lower.kubevip;

import org.jspecify.annotations.NullMarked;
