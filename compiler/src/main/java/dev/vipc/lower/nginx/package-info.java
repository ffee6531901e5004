/** From nginx.conf to the model. */
@NullMarked
package dev.vipc.lower.nginx;

import org.jspecify.annotations.NullMarked;
