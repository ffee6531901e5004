package dev.vipc.check.haproxy;

import dev.vipc.keyword.Release;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An address as HAProxy reads it for {@code bind}, {@code server}, {@code log} and the like.
 *
 * @param host empty for any address, and for a path
 * @param port the first of a range; 0 where none is given
 * @param mapped whether the port is that of the client's connection, or an offset to it
 */
record Address(Family family, String host, int port, boolean mapped) {
  enum Family {
    INTERNET,
    /** A socket in the file system or in its abstract name space. */
    LOCAL,
    DESCRIPTOR,
    /** A connection that a server opens to us (since 2.9). */
    REVERSE
  }

  /** What a place takes beside a host and a port. */
  enum Takes {
    /** The port must be there. */
    PORT_NEEDED,
    PORT_RANGE,
    PORT_OFFSET,
    DESCRIPTOR,
    STREAM,
    DATAGRAM
  }

  /** An address that HAProxy refuses, and why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean host;

    Malformed(String why) {
      this(why, false);
    }

    Malformed(String why, boolean host) {
      super(why);
      this.host = host;
    }

    /** Whether it is the host that nobody could look up. */
    boolean isHost() {
      return host;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private enum Kind {
    ANY(false, false),
    V4(false, false),
    V6(false, false),
    LOCAL(false, false),
    LOCAL_DATAGRAM(false, true),
    STREAM(true, false),
    DATAGRAM(false, true),
    DESCRIPTOR(false, false),
    QUIC(false, false),
    REVERSE(false, false);

    final boolean stream;
    final boolean datagram;

    Kind(boolean stream, boolean datagram) {
      this.stream = stream;
      this.datagram = datagram;
    }
  }

  private record Prefix(Kind kind, Release since, int ipVersion) {}

  private static final Map<String, Prefix> PREFIXES =
      Map.ofEntries(
          prefix("unix", Kind.LOCAL, 1, 5, 0),
          prefix("uxst", Kind.LOCAL, 2, 4, 0),
          prefix("uxdg", Kind.LOCAL_DATAGRAM, 2, 4, 0),
          prefix("abns", Kind.LOCAL, 1, 5, 0),
          prefix("abnsz", Kind.LOCAL, 3, 1, 0),
          prefix("ip", Kind.ANY, 2, 4, 0),
          prefix("ipv4", Kind.V4, 1, 5, 4),
          prefix("ipv6", Kind.V6, 1, 5, 6),
          prefix("tcp", Kind.STREAM, 2, 4, 0),
          prefix("tcp4", Kind.STREAM, 2, 4, 4),
          prefix("tcp6", Kind.STREAM, 2, 4, 6),
          prefix("udp", Kind.DATAGRAM, 2, 3, 0),
          prefix("udp4", Kind.DATAGRAM, 2, 3, 4),
          prefix("udp6", Kind.DATAGRAM, 2, 3, 6),
          prefix("mptcp", Kind.STREAM, 3, 1, 0),
          prefix("mptcp4", Kind.STREAM, 3, 1, 4),
          prefix("mptcp6", Kind.STREAM, 3, 1, 6),
          prefix("quic4", Kind.QUIC, 2, 5, 4),
          prefix("quic6", Kind.QUIC, 2, 5, 6),
          prefix("fd", Kind.DESCRIPTOR, 1, 5, 0),
          prefix("sockpair", Kind.DESCRIPTOR, 1, 9, 0),
          prefix("rhttp", Kind.REVERSE, 2, 9, 0));

  private static final int LONGEST_PATH = 97;

  private static Map.Entry<String, Prefix> prefix(
      String name, Kind kind, int major, int minor, int ipVersion) {
    return Map.entry(name, new Prefix(kind, new Release(major, minor, 0), ipVersion));
  }

  /**
   * @param text with its variables replaced
   */
  static Address of(String text, Release release, Set<Takes> takes) throws Malformed {
    if (text.isEmpty()) throw new Malformed("the address is empty");
    String rest = text;
    boolean asStream = rest.startsWith("stream+");
    boolean asDatagram = rest.startsWith("dgram+");
    if (asStream || asDatagram || rest.startsWith("quic+"))
      rest = rest.substring(rest.indexOf('+') + 1);
    int at = rest.indexOf('@');
    Prefix prefix = at < 0 ? null : PREFIXES.get(rest.substring(0, at));
    if (prefix != null && release.compareTo(prefix.since) < 0) prefix = null;
    Kind kind = prefix != null ? prefix.kind : rest.startsWith("/") ? Kind.LOCAL : Kind.ANY;
    String address = prefix != null ? rest.substring(at + 1) : rest;
    if (kind.datagram && !takes.contains(Takes.DATAGRAM) && !asStream)
      throw new Malformed("a datagram address does not belong here");
    if ((kind.stream || asStream) && !takes.contains(Takes.STREAM))
      throw new Malformed("a stream address does not belong here");
    return switch (kind) {
      case LOCAL, LOCAL_DATAGRAM -> local(address);
      case DESCRIPTOR -> descriptor(address, takes);
      case REVERSE -> new Address(Family.REVERSE, "", 0, false);
      case QUIC -> throw new Malformed("QUIC is not compiled into the builds of distributions");
      case ANY, V4, V6, STREAM, DATAGRAM ->
          internet(address, prefix == null ? 0 : prefix.ipVersion, takes);
    };
  }

  /** An address such as {@code 10.0.0.1:6443}, which most are and which is taken everywhere. */
  static Optional<Address> plain(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.length() - colon > 6 || !isIpv4(text, colon)) return Optional.empty();
    int port = 0;
    for (int at = colon + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < '0' || c > '9') return Optional.empty();
      port = port * 10 + c - '0';
    }
    if (port < 1 || port > 65535) return Optional.empty();
    return Optional.of(new Address(Family.INTERNET, text.substring(0, colon), port, false));
  }

  private static Address local(String path) throws Malformed {
    if (path.length() > LONGEST_PATH)
      throw new Malformed("the path is longer than %d bytes".formatted(LONGEST_PATH));
    return new Address(Family.LOCAL, "", 0, false);
  }

  private static Address descriptor(String number, Set<Takes> takes) throws Malformed {
    if (!takes.contains(Takes.DESCRIPTOR))
      throw new Malformed("a file descriptor does not belong here");
    if (!isNumber(number))
      throw new Malformed("`" + number + "` is no number of a file descriptor");
    return new Address(Family.DESCRIPTOR, "", 0, false);
  }

  private static Address internet(String text, int ipVersion, Set<Takes> takes) throws Malformed {
    int colon = portAt(text);
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    Ports ports = Ports.of(port, takes, text);
    checkHost(host, ipVersion, text);
    return new Address(Family.INTERNET, host, ports.first, ports.mapped);
  }

  /** The last colon, unless a bracket closes behind it. */
  private static int portAt(String text) {
    for (int i = text.length() - 1; i >= 0; i--) {
      if (text.charAt(i) == ':') return i;
      if (text.charAt(i) == ']') return -1;
    }
    return -1;
  }

  private record Ports(int first, boolean mapped) {
    static Ports of(String port, Set<Takes> takes, String text) throws Malformed {
      if (port.isEmpty()) {
        if (takes.contains(Takes.PORT_NEEDED)) throw new Malformed("`" + text + "` has no port");
        return new Ports(0, true);
      }
      char first = port.charAt(0);
      if (first >= '0' && first <= '9') return numeric(port, takes);
      if (first == '+' || first == '-') {
        if (!takes.contains(Takes.PORT_OFFSET))
          throw new Malformed("a port relative to the client's belongs to servers only");
        return new Ports(0, true);
      }
      throw new Malformed("`" + port + "` is no port");
    }

    private static Ports numeric(String port, Set<Takes> takes) throws Malformed {
      int dash = port.indexOf('-');
      int low = leading(dash < 0 ? port : port.substring(0, dash));
      boolean zero = !takes.contains(Takes.PORT_NEEDED);
      if (low > 65535 || low < (zero ? 0 : 1))
        throw new Malformed("port `%s` is outside of %d..65535".formatted(port, zero ? 0 : 1));
      if (dash < 0) return new Ports(low, false);
      if (!takes.contains(Takes.PORT_RANGE))
        throw new Malformed("a range of ports does not belong here");
      String end = port.substring(dash + 1);
      int high = leading(end);
      if (end.isEmpty() || high < 1 || high > 65535)
        throw new Malformed("port `" + end + "` is outside of 1..65535");
      if (high < low) throw new Malformed("the range `" + port + "` ends before it begins");
      return new Ports(low, false);
    }
  }

  private static void checkHost(String host, int ipVersion, String text) throws Malformed {
    if (host.isEmpty() || host.equals("*")) return;
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String plain = brackets ? host.substring(1, host.length() - 1) : host;
    boolean v6 = plain.indexOf(':') >= 0;
    boolean fits =
        v6 ? ipVersion != 4 && isIpv6(plain) : !(ipVersion == 6 && isIpv4(plain)) && isName(plain);
    if (!fits)
      throw new Malformed(
          "`%s` in `%s` is neither an address nor a host name".formatted(host, text), true);
  }

  /** Whether somebody must look the host up. */
  boolean isHostName() {
    return family == Family.INTERNET
        && !host.isEmpty()
        && !host.equals("*")
        && host.indexOf(':') < 0
        && !isIpv4(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
  }

  /**
   * Letters, digits, dots, dashes and underscores. What ends in a number is an address or nothing:
   * no top-level domain is one.
   */
  static boolean isName(String text) {
    if (text.isEmpty()) return false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c == '-' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c == '.' || (c >= '0' && c <= '9');
      if (!letter && !digit) return false;
    }
    String last = text.substring(text.lastIndexOf('.') + 1);
    boolean number = last.isEmpty() ? isNumber(text.replace(".", "")) : isNumberInC(last);
    return !number || isIpv4(text) || isPartial(text);
  }

  static boolean isIpv4(String text) {
    return isIpv4(text, text.length());
  }

  private static boolean isIpv4(String text, int end) {
    int dots = 0;
    int digits = 0;
    int value = 0;
    for (int at = 0; at < end; at++) {
      char c = text.charAt(at);
      if (c == '.' && digits > 0 && dots < 3) {
        dots++;
        digits = 0;
        value = 0;
      } else if (c < '0' || c > '9' || digits == 3) {
        return false;
      } else {
        digits++;
        value = value * 10 + c - '0';
        if (value > 255) return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  /**
   * Whether the C library's inet_aton takes it: {@code 10.1} is 10.0.0.1, {@code 010} is 8 and the
   * last number fills the bytes that are left.
   */
  static boolean isPartial(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) return false;
    for (int i = 0; i < parts.length; i++) {
      int bytes = i == parts.length - 1 ? 4 - i : 1;
      long number = numberInC(parts[i]);
      if (number < 0 || number >= 1L << 8 * bytes) return false;
    }
    return true;
  }

  /** Of digits and dots alone, which is an address also where names are. */
  static boolean isDotted(String text) {
    return text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')) && isPartial(text);
  }

  private static boolean isNumberInC(String text) {
    return text.matches("\\d+|0[xX]\\p{XDigit}+");
  }

  /** -1 where it is none, or beyond every address. */
  private static long numberInC(String text) {
    if (!isNumberInC(text) || text.length() > 12) return -1;
    try {
      return Long.decode(text);
    } catch (NumberFormatException _) {
      return -1; // an 8 or a 9 in an octal number
    }
  }

  static boolean isIpv6(String text) {
    String plain = text.indexOf('%') > 0 ? text.substring(0, text.indexOf('%')) : text;
    int gap = plain.indexOf("::");
    if (gap >= 0 && plain.indexOf("::", gap + 1) >= 0) return false;
    if (gap < 0) return groups(plain) == 8;
    int before = gap == 0 ? 0 : groups(plain.substring(0, gap));
    int after = gap + 2 == plain.length() ? 0 : groups(plain.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /**
   * How many groups of 16 bits the text is; an IPv4 address at its end is two; -1 if it is none.
   */
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0 && isIpv4(parts[i])) count += 2;
      else if (isGroup(parts[i])) count++;
      else return -1;
    }
    return count;
  }

  private static boolean isGroup(String text) {
    if (text.isEmpty() || text.length() > 4) return false;
    for (int i = 0; i < text.length(); i++)
      if (Character.digit(text.charAt(i), 16) < 0) return false;
    return true;
  }

  static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > 9) return false;
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return true;
  }

  /** As C's atol: the number that the text begins with; -1 if it begins with none. */
  static int leading(String text) {
    int end = 0;
    while (end < text.length() && end < 9 && text.charAt(end) >= '0' && text.charAt(end) <= '9')
      end++;
    return end == 0 ? -1 : Integer.parseInt(text.substring(0, end));
  }

  static Set<Takes> takes(Takes first, Takes... more) {
    return EnumSet.of(first, more);
  }

  /** The host name to look up. */
  Optional<String> hostName() {
    return isHostName() ? Optional.of(host) : Optional.empty();
  }
}
