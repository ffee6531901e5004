/** The syntax of haproxy.cfg. */
@NullMarked
package dev.vipc.syntax.haproxy;

import org.jspecify.annotations.NullMarked;
