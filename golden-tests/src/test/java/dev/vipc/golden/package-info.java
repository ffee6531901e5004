/** Golden cases, the real programs as oracle, and the borders of the house. */
@NullMarked
package dev.vipc.golden;

import org.jspecify.annotations.NullMarked;
