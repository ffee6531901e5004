package dev.vipc.lower.haproxy;

import dev.vipc.model.HostPort;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An address as HAProxy writes it: a family prefix, a host, and a port, a range of ports or an
 * offset. The port stands behind the last colon, unless a bracket comes later (str2sa_range() of
 * HAProxy).
 *
 * @param at the host without brackets ({@code *} stays) and the first port
 * @param ports how many ports from the first on
 */
record Address(HostPort at, int ports) {
  private static final int MOST_PORT = 65535;

  /**
   * Absent for a socket that has no host and port (a path, {@code fd@}), and for what is refused.
   */
  static Optional<Address> parse(String text) {
    String rest = withoutFamily(text);
    if (rest.isEmpty() || rest.charAt(0) == '/') return Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon < rest.lastIndexOf(']')) colon = -1;
    if (colon < 0) return Optional.of(new Address(at(rest, OptionalInt.empty()), 1));
    return withPort(rest.substring(0, colon), rest.substring(colon + 1));
  }

  private static Optional<Address> withPort(String host, String port) {
    // an offset to the client's port, or no port after all: the client's own port
    if (port.isEmpty() || port.charAt(0) == '+' || port.charAt(0) == '-')
      return Optional.of(new Address(at(host, OptionalInt.empty()), 1));
    int dash = port.indexOf('-');
    int first = number(dash < 0 ? port : port.substring(0, dash));
    int last = dash < 0 ? first : number(port.substring(dash + 1));
    if (first < 0 || last < first) return Optional.empty();
    return Optional.of(new Address(at(host, OptionalInt.of(first)), last - first + 1));
  }

  private static HostPort at(String host, OptionalInt port) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /** A port; -1 where the text is none. */
  static int number(String text) {
    if (text.isEmpty() || text.length() > 5) return -1;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value > MOST_PORT ? -1 : value;
  }

  /**
   * The text behind {@code stream+ipv4@} and its like; empty for a family without host and port.
   */
  private static String withoutFamily(String text) {
    int at = text.indexOf('@');
    if (at < 0) return text;
    String family = text.substring(text.indexOf('+') < at ? text.indexOf('+') + 1 : 0, at);
    return switch (family) {
      case "ip", "ipv4", "ipv6", "tcp", "tcp4", "tcp6", "mptcp", "mptcp4", "mptcp6" ->
          text.substring(at + 1);
      default -> "";
    };
  }
}
