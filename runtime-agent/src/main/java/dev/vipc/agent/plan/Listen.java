package dev.vipc.agent.plan;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where something accepts connections.
 *
 * @param address absent for every IPv4 address, written {@code *}
 * @param port 1..65535
 */
public record Listen(Optional<InetAddress> address, int port) {
  private static final int HIGHEST_PORT = 65_535;

  /** Written out, as is {@link #hashCode}: the JVM makes those of a record anew at every start. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Listen that && port == that.port && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode() * 31 + port;
  }

  /** Whether only this machine reaches it. */
  public boolean isLoopback() {
    return address.filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** Whether it is for every address of its family. */
  public boolean isAny() {
    return address.isEmpty() || address.get().isAnyLocalAddress();
  }

  /** Whether it is for IPv6, and then for nothing else. */
  public boolean isV6() {
    return address.filter(a -> a instanceof Inet6Address).isPresent();
  }

  /** Whether what is for the one is for the other too. */
  boolean overlaps(Listen other) {
    return port == other.port
        && isV6() == other.isV6()
        && (isAny() || other.isAny() || address.equals(other.address));
  }

  /** {@code *:6443}, {@code 10.0.0.1:6443}, {@code [::1]:6443}; absent for anything else. */
  static Optional<Listen> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) return Optional.empty();
    String host = text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port < 1 || port > HIGHEST_PORT) return Optional.empty();
    if (host.equals("*")) return Optional.of(new Listen(Optional.empty(), port));
    return Subnet.address(host).map(address -> new Listen(Optional.of(address), port));
  }
}
