/** PEM files: blocks with places, their contents unread. */
@NullMarked
package dev.vipc.syntax.pem;

import org.jspecify.annotations.NullMarked;
