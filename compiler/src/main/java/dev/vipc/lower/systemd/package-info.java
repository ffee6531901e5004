/** systemd's unit files into the model. */
@NullMarked
package dev.vipc.lower.systemd;

import org.jspecify.annotations.NullMarked;
