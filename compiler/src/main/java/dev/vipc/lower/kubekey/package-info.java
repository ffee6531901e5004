/** KubeKey's cluster files and inventories into the model. */
@NullMarked
package dev.vipc.lower.kubekey;

import org.jspecify.annotations.NullMarked;
