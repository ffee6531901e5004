/** keepalived.conf and its check scripts. */
@NullMarked
package dev.vipc.emit.keepalived;

import org.jspecify.annotations.NullMarked;
