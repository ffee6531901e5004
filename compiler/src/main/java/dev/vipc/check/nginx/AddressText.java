package dev.vipc.check.nginx;

import dev.vipc.keyword.NginxValues;
import dev.vipc.model.IpAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An address as nginx takes it apart (ngx_parse_url).
 *
 * @param host without brackets; empty for every address
 * @param port 0 where none is written
 * @param lastPort of a range; 0 where there is none
 * @param isName whether the host is a name that is looked up
 * @param fault what is wrong, in words
 */
record AddressText(String host, int port, int lastPort, boolean isName, Optional<String> fault) {
  private static final int LAST_PORT = 65_535;

  /** What {@code listen} takes: also a port alone. */
  static AddressText listen(String text) {
    if (!text.matches(".*\\d-\\d{1,5}")) return listenOne(text);
    int dash = text.lastIndexOf('-');
    AddressText first = listenOne(text.substring(0, dash));
    if (first.fault().isPresent()) return first;
    long last = NginxValues.number(text.substring(dash + 1)).orElse(0);
    if (last < first.port() || last > LAST_PORT) return wrong("invalid port range");
    return new AddressText(first.host(), first.port(), (int) last, first.isName(), first.fault());
  }

  private static AddressText listenOne(String text) {
    OptionalLong port = NginxValues.number(text);
    return port.isPresent() ? ofPort("*", port.getAsLong()) : of(text);
  }

  /** What {@code server} and {@code proxy_pass} take, a URI left out. */
  static AddressText of(String text) {
    if (text.startsWith("unix:"))
      return text.length() > "unix:".length()
          ? new AddressText(text, 0, 0, false, Optional.empty())
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
    if (close + 1 == text.length()) return new AddressText(host, 0, 0, false, Optional.empty());
    if (text.charAt(close + 1) != ':') return wrong("invalid host");
    OptionalLong port = NginxValues.number(text.substring(close + 2));
    return port.isEmpty() ? wrong("invalid port") : ofPort(host, port.getAsLong());
  }

  private static AddressText ofPort(String host, long port) {
    if (port < 1 || port > LAST_PORT) return wrong("invalid port");
    return checked(host, (int) port);
  }

  private static AddressText checked(String host, int port) {
    if (host.equals("*") || isIpv4(host) || IpAddress.parse(host).isPresent())
      return new AddressText(host, port, 0, false, Optional.empty());
    if (host.matches("\\d+(\\.\\d+){3,}"))
      return wrong("no IPv4 address, nor a host that can be found");
    return new AddressText(host, port, 0, true, Optional.empty());
  }

  /** {@code ngx_inet_addr}: four octets, which may begin with zeros. */
  static boolean isIpv4(String text) {
    if (!text.matches("\\d{1,9}(\\.\\d{1,9}){3}")) return false;
    return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).allMatch(n -> n <= 255);
  }

  private static AddressText wrong(String why) {
    return new AddressText("", 0, 0, false, Optional.of(why));
  }

  boolean isSocket() {
    return host.startsWith("unix:");
  }
}
