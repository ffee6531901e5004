/** haproxy.cfg. */
@NullMarked
package dev.vipc.emit.haproxy;

import org.jspecify.annotations.NullMarked;
