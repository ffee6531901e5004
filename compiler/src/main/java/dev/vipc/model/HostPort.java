package dev.vipc.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host (name or address, brackets removed) and, where written, a port.
 *
 * @param host empty for "every address", as in {@code :6443}
 */
public record HostPort(String host, OptionalInt port) {
  /**
   * Reads {@code host}, {@code host:port}, {@code [v6]:port}, {@code :port} and a bare IPv6
   * literal.
   */
  public static Optional<HostPort> parse(String text) {
    if (IpAddress.parse(text).isPresent())
      return Optional.of(new HostPort(unbracket(text), OptionalInt.empty()));
    int colon = text.lastIndexOf(':');
    if (colon < 0) return Optional.of(new HostPort(text, OptionalInt.empty()));
    String port = text.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) return Optional.empty();
    return Optional.of(
        new HostPort(unbracket(text.substring(0, colon)), OptionalInt.of(Integer.parseInt(port))));
  }

  /** The host as an address; absent for a name. */
  public Optional<IpAddress> address() {
    return IpAddress.parse(host);
  }

  private static String unbracket(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port.isPresent() ? shown + ":" + port.getAsInt() : shown;
  }
}
