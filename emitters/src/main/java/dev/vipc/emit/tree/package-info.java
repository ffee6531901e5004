/** Writing a folder of files so that an interruption leaves the old ones or the new ones. */
@NullMarked
package dev.vipc.emit.tree;

import org.jspecify.annotations.NullMarked;
