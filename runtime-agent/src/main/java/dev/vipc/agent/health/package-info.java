/** Checks: what is asked of a server, how often, and when its answers change the verdict. */
@NullMarked
package dev.vipc.agent.health;

import org.jspecify.annotations.NullMarked;
