/** Rules on KubeKey's files. */
@NullMarked
package dev.vipc.rule.kubekey;

import org.jspecify.annotations.NullMarked;
