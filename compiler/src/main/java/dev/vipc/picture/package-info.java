/**
 * The joined picture of one deployment: who listens where, who holds each virtual address, how the
 * API servers are reached, and what a firewall must pass.
 */
@NullMarked
package dev.vipc.picture;

import org.jspecify.annotations.NullMarked;
