package dev.vipc.check.nginx;

import dev.vipc.keyword.NginxValues;
import dev.vipc.model.IpAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An address as nginx takes it apart (ngx_parse_url).
 *
 * @param host without brackets; empty for every address
 * @param port 0 where none is written
 * @param isName whether the host is a name that is looked up
 * @param fault what is wrong, in words
 */
record AddressText(String host, int port, boolean isName, Optional<String> fault) {
  private static final int LAST_PORT = 65_535;

  /** What {@code listen} takes: also a port alone. */
  static AddressText listen(String text) {
    String first = text.matches(".*\\d-\\d{1,5}") ? text.substring(0, text.lastIndexOf('-')) : text;
    OptionalLong port = NginxValues.number(first);
    if (port.isPresent()) return ofPort("*", port.getAsLong());
    return of(first);
  }

  /** What {@code server} and {@code proxy_pass} take, a URI left out. */
  static AddressText of(String text) {
    if (text.startsWith("unix:"))
      return text.length() > "unix:".length()
          ? new AddressText(text, 0, false, Optional.empty())
          : wrong("no path in the unix domain socket");
    if (text.startsWith("[")) return ofBrackets(text);
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.isEmpty()) return wrong("no host");
    if (colon < 0) return checked(host, 0);
    OptionalLong port = NginxValues.number(text.substring(colon + 1));
    return port.isEmpty() ? wrong("invalid port") : ofPort(host, port.getAsLong());
  }

  private static AddressText ofBrackets(String text) {
    int close = text.indexOf(']');
    if (close < 0) return wrong("invalid host");
    String host = text.substring(1, close);
    if (IpAddress.parse(host).filter(IpAddress::isV6).isEmpty())
      return wrong("invalid IPv6 address");
    if (close + 1 == text.length()) return new AddressText(host, 0, false, Optional.empty());
    if (text.charAt(close + 1) != ':') return wrong("invalid host");
    OptionalLong port = NginxValues.number(text.substring(close + 2));
    return port.isEmpty() ? wrong("invalid port") : ofPort(host, port.getAsLong());
  }

  private static AddressText ofPort(String host, long port) {
    if (port < 1 || port > LAST_PORT) return wrong("invalid port");
    return checked(host, (int) port);
  }

  private static AddressText checked(String host, int port) {
    if (host.equals("*") || IpAddress.parse(host).isPresent())
      return new AddressText(host, port, false, Optional.empty());
    if (host.matches("\\d+(\\.\\d+){3,}"))
      return wrong("no IPv4 address, nor a host that can be found");
    return new AddressText(host, port, true, Optional.empty());
  }

  private static AddressText wrong(String why) {
    return new AddressText("", 0, false, Optional.of(why));
  }

  boolean isSocket() {
    return host.startsWith("unix:");
  }
}
