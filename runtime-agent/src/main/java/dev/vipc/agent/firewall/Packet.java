package dev.vipc.agent.firewall;

import dev.vipc.agent.plan.Subnet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * An advertisement of VRRP as it comes in (RFC 9568, sections 5.1.1 and 5.1.2): TTL or hop limit
 * 255, no fragment, no options, and no connection that it belongs to.
 *
 * @param iface the interface that it comes in on
 * @param destination the group, or this node's own address
 * @param sources where its source lies; none: it can be any
 * @param onLink whether every source lies in a subnet of the interface
 */
public record Packet(String iface, InetAddress destination, List<Subnet> sources, boolean onLink) {
  /** The number of VRRP (IANA, protocol numbers). */
  static final int PROTOCOL = 112;

  public Packet {
    sources = List.copyOf(sources);
  }

  public boolean isV6() {
    return destination instanceof Inet6Address;
  }
}
