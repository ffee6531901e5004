/** systemd's unit files: sections, keys and words with places; knows no key. */
@NullMarked
package dev.vipc.syntax.unit;

import org.jspecify.annotations.NullMarked;
