/** Shell scripts that judge a service, to the model. */
@NullMarked
package dev.vipc.lower.script;

import org.jspecify.annotations.NullMarked;
