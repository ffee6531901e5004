/** An installation as {@code vipc build} writes it, on hosts of its own. */
@NullMarked
package dev.vipc.lab.install;

import org.jspecify.annotations.NullMarked;
