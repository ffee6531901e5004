/** Host lists into the model. */
@NullMarked
package dev.vipc.lower.hosts;

import org.jspecify.annotations.NullMarked;
