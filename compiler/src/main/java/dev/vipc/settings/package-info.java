/** What {@code .vipc.yaml} says beside the configuration files. */
@NullMarked
package dev.vipc.settings;

import org.jspecify.annotations.NullMarked;
