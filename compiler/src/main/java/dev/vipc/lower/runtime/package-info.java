/** Container runtimes' configurations, as far as the kubelet must agree with them. */
@NullMarked
package dev.vipc.lower.runtime;

import org.jspecify.annotations.NullMarked;
