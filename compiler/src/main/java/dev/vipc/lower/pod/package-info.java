/** Pod manifests into the model. */
@NullMarked
package dev.vipc.lower.pod;

import org.jspecify.annotations.NullMarked;
