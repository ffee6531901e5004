/** The steps from one way of holding the address to another, as a person or a script does them. */
@NullMarked
package dev.vipc.emit.runbook;

import org.jspecify.annotations.NullMarked;
