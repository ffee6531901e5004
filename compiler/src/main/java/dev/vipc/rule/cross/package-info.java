/** Rules on what several files, or the text of any file, say together. */
@NullMarked
package dev.vipc.rule.cross;

import org.jspecify.annotations.NullMarked;
