/** From a resolved spec to the files of every node: templates, artifacts, and writing them. */
@NullMarked
package dev.vipc.emit;

import org.jspecify.annotations.NullMarked;
