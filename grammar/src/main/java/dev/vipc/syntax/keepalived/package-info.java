/** The syntax of keepalived.conf. */
@NullMarked
package dev.vipc.syntax.keepalived;

import org.jspecify.annotations.NullMarked;
