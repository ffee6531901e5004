/** Compares the failover model with real keepalived and HAProxy on hosts of their own. */
@NullMarked
package dev.vipc.lab.proof;

import org.jspecify.annotations.NullMarked;
