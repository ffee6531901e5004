/** The syntax of nginx.conf. */
@NullMarked
package dev.vipc.syntax.nginx;

import org.jspecify.annotations.NullMarked;
