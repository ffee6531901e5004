/** Rules on the machines and their names. */
@NullMarked
package dev.vipc.rule.inventory;

import org.jspecify.annotations.NullMarked;
