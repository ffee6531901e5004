/**
 * VRRP of versions 2 (RFC 3768) and 3 (RFC 9568): packets, and the election of one virtual router
 * as a transition function. No clock, no socket: time and packets come in as arguments, and what
 * follows goes out through {@link dev.vipc.agent.vrrp.Actions}. Nothing is allocated after
 * construction.
 */
@NullMarked
package dev.vipc.agent.vrrp;

import org.jspecify.annotations.NullMarked;
