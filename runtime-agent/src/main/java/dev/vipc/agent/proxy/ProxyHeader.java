package dev.vipc.agent.proxy;

import dev.vipc.agent.plan.Proxy;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The PROXY protocol, versions 1 and 2, as in HAProxy's doc/proxy-protocol.txt: what a proxy says
 * of the client before the client's own bytes.
 */
final class ProxyHeader {
  /** A longer header of version 2 is refused; the protocol allows 64 KiB of extensions. */
  static final int MOST_BYTES = 4096;

  private static final int MOST_V1_BYTES = 107;
  private static final byte[] V1_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] V2_SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final int V2_FIXED_BYTES = 16;
  private static final int V2_LOCAL = 0x20;
  private static final int V2_PROXY = 0x21;
  private static final int V2_TCP4 = 0x11;
  private static final int V2_TCP6 = 0x21;
  private static final int PORTS_BYTES = 4;

  /** Two groups of zeros or more, RFC 5952 section 4.2. */
  private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

  private ProxyHeader() {}

  /** What the first bytes of a connection are. */
  sealed interface Reading {
    /**
     * A whole header.
     *
     * @param length of it, in bytes
     * @param route absent where it speaks of no client: the connection's own addresses hold
     */
    record Whole(int length, Optional<Route> route) implements Reading {}

    /** The beginning of a header. */
    record Partial() implements Reading {}

    /** No header. */
    record Bad(String reason) implements Reading {}
  }

  /** Reads from the buffer's position to its limit; never throws on bad input. */
  static Reading read(ByteBuffer bytes) {
    byte[] seen = new byte[bytes.remaining()];
    bytes.get(bytes.position(), seen);
    if (startsAs(seen, V2_SIGNATURE))
      return seen.length < V2_FIXED_BYTES ? new Reading.Partial() : v2(seen);
    if (startsAs(seen, V1_START)) return v1(seen);
    return new Reading.Bad("no PROXY protocol");
  }

  private static boolean startsAs(byte[] seen, byte[] wanted) {
    int length = Math.min(seen.length, wanted.length);
    return Arrays.equals(seen, 0, length, wanted, 0, length);
  }

  private static Reading v1(byte[] seen) {
    int end = 0;
    while (end < seen.length && seen[end] != '\n') end++;
    if (end == seen.length)
      return end < MOST_V1_BYTES ? new Reading.Partial() : new Reading.Bad("version 1: too long");
    if (end >= MOST_V1_BYTES || end == 0 || seen[end - 1] != '\r')
      return new Reading.Bad("version 1: the line does not end as it must");
    String line = new String(seen, 0, end - 1, StandardCharsets.ISO_8859_1);
    if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN "))
      return new Reading.Whole(end + 1, Optional.empty());
    String[] words = line.split(" ", -1);
    if (words.length != 6 || !(words[1].equals("TCP4") || words[1].equals("TCP6")))
      return new Reading.Bad("version 1: neither TCP4, TCP6 nor UNKNOWN");
    boolean v6 = words[1].equals("TCP6");
    Optional<InetSocketAddress> source = end(words[2], words[4], v6);
    Optional<InetSocketAddress> destination = end(words[3], words[5], v6);
    if (source.isEmpty() || destination.isEmpty())
      return new Reading.Bad("version 1: not two addresses and two ports");
    return new Reading.Whole(end + 1, Optional.of(new Route(source.get(), destination.get())));
  }

  private static Optional<InetSocketAddress> end(String address, String port, boolean v6) {
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) return Optional.empty();
    if (v6 != address.contains(":")) return Optional.empty();
    if (!v6 && !address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) return Optional.empty();
    try {
      return Optional.of(
          new InetSocketAddress(InetAddress.ofLiteral(address), Integer.parseInt(port)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Reading v2(byte[] seen) {
    int command = seen[12] & 0xff;
    int family = seen[13] & 0xff;
    int length = V2_FIXED_BYTES + ((seen[14] & 0xff) << 8 | (seen[15] & 0xff));
    if (command != V2_LOCAL && command != V2_PROXY)
      return new Reading.Bad("version 2: neither LOCAL nor PROXY");
    if (length > MOST_BYTES) return new Reading.Bad("version 2: too long");
    int addressBytes = family == V2_TCP4 ? 4 : 16;
    boolean tcp = family == V2_TCP4 || family == V2_TCP6;
    boolean addressed = command == V2_PROXY && tcp;
    if (addressed && length < V2_FIXED_BYTES + 2 * addressBytes + PORTS_BYTES)
      return new Reading.Bad("version 2: too short for its addresses");
    if (seen.length < length) return new Reading.Partial();
    return new Reading.Whole(
        length, addressed ? Optional.of(v2Route(seen, addressBytes)) : Optional.empty());
  }

  private static Route v2Route(byte[] seen, int addressBytes) {
    int ports = V2_FIXED_BYTES + 2 * addressBytes;
    return new Route(
        v2End(seen, V2_FIXED_BYTES, addressBytes, ports),
        v2End(seen, V2_FIXED_BYTES + addressBytes, addressBytes, ports + 2));
  }

  private static InetSocketAddress v2End(byte[] seen, int at, int count, int portAt) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(Arrays.copyOfRange(seen, at, at + count)),
          (seen[portAt] & 0xff) << 8 | (seen[portAt + 1] & 0xff));
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Writes a header; the buffer has room for {@link #MOST_BYTES}. */
  static void write(Proxy.Preface version, Route route, ByteBuffer into) {
    switch (version) {
      case NONE -> {}
      case V1 -> into.put(v1Line(route).getBytes(StandardCharsets.US_ASCII));
      case V2 -> writeV2(route, into);
    }
  }

  /** The header of a connection without a client, as HAProxy writes it for its checks. */
  static byte[] ofCheck(Proxy.Preface version, Socket connected) {
    return switch (version) {
      case NONE -> new byte[0];
      case V1 -> v1Line(own(connected)).getBytes(StandardCharsets.US_ASCII);
      case V2 -> ByteBuffer.allocate(V2_FIXED_BYTES).put(V2_SIGNATURE).put((byte) V2_LOCAL).array();
    };
  }

  private static Route own(Socket connected) {
    return new Route(
        (InetSocketAddress) connected.getLocalSocketAddress(),
        (InetSocketAddress) connected.getRemoteSocketAddress());
  }

  private static boolean isV4(Route route) {
    return !(route.source().getAddress() instanceof Inet6Address)
        && !(route.destination().getAddress() instanceof Inet6Address);
  }

  private static String v1Line(Route route) {
    boolean v4 = isV4(route);
    return "PROXY %s %s %s %d %d\r\n"
        .formatted(
            v4 ? "TCP4" : "TCP6",
            text(route.source().getAddress(), v4),
            text(route.destination().getAddress(), v4),
            route.source().getPort(),
            route.destination().getPort());
  }

  private static String text(InetAddress address, boolean v4) {
    if (address instanceof Inet6Address v6) return shortest(v6);
    return v4 ? address.getHostAddress() : "::ffff:" + address.getHostAddress();
  }

  /** RFC 5952: the longest run of zeros, the first of equals, is left out. */
  private static String shortest(Inet6Address address) {
    String whole = address.getHostAddress().replaceFirst("%.*", "");
    return ZEROS
        .matcher(whole)
        .results()
        .reduce((one, other) -> length(other) > length(one) ? other : one)
        .map(run -> trimmed(whole.substring(0, run.start()), whole.substring(run.end())))
        .orElse(whole);
  }

  private static int length(MatchResult run) {
    return run.end() - run.start();
  }

  private static String trimmed(String before, String after) {
    return before.replaceFirst(":$", "") + "::" + after.replaceFirst("^:", "");
  }

  private static void writeV2(Route route, ByteBuffer into) {
    boolean v4 = isV4(route);
    into.put(V2_SIGNATURE).put((byte) V2_PROXY).put((byte) (v4 ? V2_TCP4 : V2_TCP6));
    into.putShort((short) (2 * (v4 ? 4 : 16) + PORTS_BYTES));
    into.put(raw(route.source().getAddress(), v4));
    into.put(raw(route.destination().getAddress(), v4));
    into.putShort((short) route.source().getPort());
    into.putShort((short) route.destination().getPort());
  }

  private static byte[] raw(InetAddress address, boolean v4) {
    byte[] bytes = address.getAddress();
    if (v4 || bytes.length == 16) return bytes;
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }
}
