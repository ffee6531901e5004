/** Findings that somebody accepted: by a comment, by {@code .vipc.yaml}, or by a baseline. */
@NullMarked
package dev.vipc.settings.silence;

import org.jspecify.annotations.NullMarked;
