/**
 * The compiled plan: its records, and the reader that refuses a bad plan at its place. The same
 * shape stands as {@code plan-v1.schema.json} beside these classes.
 */
@NullMarked
package dev.vipc.agent.plan;

import org.jspecify.annotations.NullMarked;
