/** From haproxy.cfg to the model, one class a kind of section. */
@NullMarked
package dev.vipc.lower.haproxy;

import org.jspecify.annotations.NullMarked;
