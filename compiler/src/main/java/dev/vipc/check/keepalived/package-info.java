/** What {@code keepalived -t} says of a keepalived.conf, without keepalived. */
@NullMarked
package dev.vipc.check.keepalived;

import org.jspecify.annotations.NullMarked;
