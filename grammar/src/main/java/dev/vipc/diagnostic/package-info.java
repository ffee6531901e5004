/** What is wrong, where, and what to write instead. */
@NullMarked
package dev.vipc.diagnostic;

import org.jspecify.annotations.NullMarked;
