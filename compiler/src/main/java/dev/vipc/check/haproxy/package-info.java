/** The check of haproxy.cfg that {@code haproxy -c} makes. */
@NullMarked
package dev.vipc.check.haproxy;

import org.jspecify.annotations.NullMarked;
