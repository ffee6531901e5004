/** What a program's own check would say of its configuration, made without the program. */
@NullMarked
package dev.vipc.check;

import org.jspecify.annotations.NullMarked;
