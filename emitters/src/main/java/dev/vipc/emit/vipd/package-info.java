/** The plan of vipd, and the units or the static pod that start it. */
@NullMarked
package dev.vipc.emit.vipd;

import org.jspecify.annotations.NullMarked;
