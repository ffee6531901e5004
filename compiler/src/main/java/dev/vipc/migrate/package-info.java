/** From one way of holding the address to another, without two holders at any moment. */
@NullMarked
package dev.vipc.migrate;

import org.jspecify.annotations.NullMarked;
