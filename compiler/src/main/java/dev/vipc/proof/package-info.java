/**
 * The failover model: what becomes of a virtual address, and of the service behind it, in each
 * fault. Decided from a deployment alone; nothing is run.
 */
@NullMarked
package dev.vipc.proof;

import org.jspecify.annotations.NullMarked;
