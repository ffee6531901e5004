/** What golden-tests/fuzz.sh feeds to the readers and checks. */
@NullMarked
package dev.vipc.golden.fuzz;

import org.jspecify.annotations.NullMarked;
