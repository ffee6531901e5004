/** Lossless syntax trees: words, directives and blocks with spans. */
@NullMarked
package dev.vipc.syntax;

import org.jspecify.annotations.NullMarked;
