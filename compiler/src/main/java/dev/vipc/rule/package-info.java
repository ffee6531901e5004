/** What a rule is, and how rules are found. */
@NullMarked
package dev.vipc.rule;

import org.jspecify.annotations.NullMarked;
