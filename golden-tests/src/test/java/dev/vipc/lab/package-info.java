/**
 * Real hosts on one machine: each a network, a mount and a process namespace of its own, joined by
 * a bridge in another; what they send and which addresses they hold is recorded as it happens.
 */
@NullMarked
package dev.vipc.lab;

import org.jspecify.annotations.NullMarked;
