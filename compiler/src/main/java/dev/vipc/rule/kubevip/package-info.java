/** Rules on kube-vip. */
@NullMarked
package dev.vipc.rule.kubevip;

import org.jspecify.annotations.NullMarked;
