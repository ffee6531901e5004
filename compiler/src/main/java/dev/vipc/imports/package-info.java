/** From what existing files say to one HA spec, and a note for each thing that it cannot hold. */
@NullMarked
package dev.vipc.imports;

import org.jspecify.annotations.NullMarked;
