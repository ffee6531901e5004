/** The runbooks of {@code vipc migrate}, done on real hosts. */
@NullMarked
package dev.vipc.lab.migrate;

import org.jspecify.annotations.NullMarked;
