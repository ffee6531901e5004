/**
 * The vip process: it takes part in the virtual routers of a plan, by one loop that allocates
 * nothing once it turns. What changes rarely (a new plan, a new interface or source address) may
 * allocate.
 */
@NullMarked
package dev.vipc.agent.vip;

import org.jspecify.annotations.NullMarked;
