package dev.vipc.picture;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.source.Span;

/**
 * A machine that may hold a virtual address.
 *
 * @param prefixLength as written; unset is /32 or /128 for every program that moves addresses
 * @param iface where it puts the address
 * @param place the line that says so
 */
public record Holder(
    Node node,
    IpAddress address,
    Means means,
    Setting<Integer> prefixLength,
    Setting<String> iface,
    Span place) {
  /** How the others learn who holds the address. */
  public enum Means {
    /** Advertisements of VRRP and gratuitous ARP, within one layer-2 segment. */
    VRRP,
    /** Gratuitous ARP alone; who may is decided by a lease. */
    LEASE_AND_ARP,
    /** Routes: BGP, or a routing table that others read. */
    ROUTES
  }

  /** Whether the address can only move within one layer-2 segment. */
  public boolean staysInSegment() {
    return means != Means.ROUTES;
  }
}
