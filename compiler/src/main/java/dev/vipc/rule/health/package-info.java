/** Rules on what checks the health of what. */
@NullMarked
package dev.vipc.rule.health;

import org.jspecify.annotations.NullMarked;
