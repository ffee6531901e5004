/** Pods that run keepalived in the image osixia/keepalived, which its environment configures. */
@NullMarked
package dev.vipc.lower.osixia;

import org.jspecify.annotations.NullMarked;
