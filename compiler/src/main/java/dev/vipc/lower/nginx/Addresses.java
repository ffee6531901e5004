package dev.vipc.lower.nginx;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** Addresses as nginx writes them (ngx_inet.c); an IPv6 address stands in brackets. */
final class Addresses {
  private Addresses() {}

  /**
   * A server's address; absent for a socket of the file system, a variable, and what is none.
   *
   * @param assumed the port where none is written
   */
  static Optional<HostPort> server(String text, Optional<Integer> assumed) {
    if (text.startsWith("unix:") || text.indexOf('$') >= 0 || text.isEmpty())
      return Optional.empty();
    return HostPort.parse(text)
        .filter(parsed -> !parsed.host().isEmpty())
        .map(
            parsed ->
                parsed.port().isPresent() || assumed.isEmpty()
                    ? parsed
                    : new HostPort(parsed.host(), OptionalInt.of(assumed.get())));
  }

  /**
   * What a {@code listen} names: a port alone means every IPv4 address, {@code [::]} every IPv6
   * one.
   */
  static Optional<HostPort> listen(String text, Optional<Integer> assumed) {
    String first = text.replaceFirst("-\\d+$", "");
    if (first.matches("\\d{1,5}")) return HostPort.parse("*:" + first);
    if (IpAddress.parse(first).isPresent() && first.indexOf(':') >= 0 && !first.startsWith("["))
      return Optional.empty();
    return server(first, assumed).filter(parsed -> parsed.port().isPresent());
  }

  /** How many ports a {@code listen} names; 1 where it names no range. */
  static int ports(String text) {
    if (!text.matches(".*\\d{1,5}-\\d{1,5}")) return 1;
    int dash = text.lastIndexOf('-');
    int colon = text.lastIndexOf(':', dash);
    String first = text.substring(colon + 1, dash);
    if (!first.matches("\\d{1,5}")) return 1;
    int last = Integer.parseInt(text.substring(dash + 1));
    return Math.max(1, last - Integer.parseInt(first) + 1);
  }
}
