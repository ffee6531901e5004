/** Manifests that a kubelet starts keepalived and HAProxy from. */
@NullMarked
package dev.vipc.emit.staticpod;

import org.jspecify.annotations.NullMarked;
