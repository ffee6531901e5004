/** What {@code nginx -t} says of its files. */
@NullMarked
package dev.vipc.check.nginx;

import org.jspecify.annotations.NullMarked;
