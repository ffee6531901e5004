/** What a kube-vip would do when it is started by a manifest or a command line. */
@NullMarked
package dev.vipc.check.kubevip;

import org.jspecify.annotations.NullMarked;
