/** Tables of file systems. */
@NullMarked
package dev.vipc.lower.fstab;

import org.jspecify.annotations.NullMarked;
