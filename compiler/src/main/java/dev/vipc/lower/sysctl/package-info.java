/** Files of kernel settings. */
@NullMarked
package dev.vipc.lower.sysctl;

import org.jspecify.annotations.NullMarked;
