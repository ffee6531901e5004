/** What differs in meaning between two deployments, and what follows from each difference. */
@NullMarked
package dev.vipc.diff;

import org.jspecify.annotations.NullMarked;
