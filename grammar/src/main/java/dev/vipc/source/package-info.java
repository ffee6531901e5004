/** Source text, positions and spans. */
@NullMarked
package dev.vipc.source;

import org.jspecify.annotations.NullMarked;
