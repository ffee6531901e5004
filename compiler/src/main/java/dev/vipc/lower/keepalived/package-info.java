/** keepalived.conf to the model. */
@NullMarked
package dev.vipc.lower.keepalived;

import org.jspecify.annotations.NullMarked;
