/** YAML as trees with spans. */
@NullMarked
package dev.vipc.syntax.yaml;

import org.jspecify.annotations.NullMarked;
