/** Tests of the HA spec's reader. */
@NullMarked
package dev.vipc.spec;

import org.jspecify.annotations.NullMarked;
