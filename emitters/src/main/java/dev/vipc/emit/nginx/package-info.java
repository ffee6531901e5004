/** nginx.conf. */
@NullMarked
package dev.vipc.emit.nginx;

import org.jspecify.annotations.NullMarked;
