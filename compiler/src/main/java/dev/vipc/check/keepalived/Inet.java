package dev.vipc.check.keepalived;

import dev.vipc.model.IpAddress;
import java.util.Optional;

/**
 * An address as keepalived reads it: a word with a colon is IPv6, and nothing in it is looked up.
 *
 * @param v6 by its form; an IPv4 address within an IPv6 one is IPv6
 */
record Inet(IpAddress address, boolean v6) {
  /** As C's inet_pton reads it. */
  static Optional<Inet> parse(String text) {
    if (text.indexOf('[') >= 0 || text.indexOf('%') >= 0) return Optional.empty();
    boolean v6 = text.indexOf(':') >= 0;
    return IpAddress.parse(text).map(address -> new Inet(address, v6));
  }

  /** The address of a socket: a range or a length behind it does not count. */
  static Optional<Inet> ofSocket(String text) {
    int end = text.indexOf('-');
    if (end < 0) end = text.indexOf('/');
    boolean v6 = text.indexOf(':') >= 0;
    return parse(end < 0 ? text : text.substring(0, end)).filter(inet -> inet.v6() == v6);
  }

  int bits() {
    return v6 ? 128 : 32;
  }

  boolean isMulticast() {
    return address.address().isMulticastAddress();
  }

  /** ff02::/16, or fe80::/10 where {@code multicast} is false. */
  boolean isLinkLocal(boolean multicast) {
    return multicast
        ? address.address().isMCLinkLocal()
        : v6 && address.address().isLinkLocalAddress();
  }

  String family() {
    return v6 ? "IPv6" : "IPv4";
  }
}
