/** KubeKey's cluster file, or its configuration and inventory, from a spec. */
@NullMarked
package dev.vipc.emit.kubekey;

import org.jspecify.annotations.NullMarked;
