/** The script by which a person verifies an installation. */
@NullMarked
package dev.vipc.emit.verify;

import org.jspecify.annotations.NullMarked;
