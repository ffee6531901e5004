package dev.vipc.agent.vrrp;

import java.util.Arrays;
import java.util.List;

/**
 * A second reading of RFC 9568, section 7.1, and RFC 3768, section 7.1, written apart from the
 * agent's and as plainly as it goes. Packets have their IP header.
 */
final class RfcReading {
  private RfcReading() {}

  static boolean accepts(RouterSettings settings, byte[] packet, int length) {
    return settings.v6()
        ? length >= 40 && acceptsVrrp(settings, packet, 40, length, true)
        : acceptsIpv4(settings, packet, length);
  }

  /**
   * What a packet that is accepted makes of a router of priority 100 that preempts.
   *
   * @param isNone whether its timers go on as well
   */
  record Reaction(State state, List<String> actions, boolean isNone) {}

  /** RFC 9568, section 6.4; what announces again beside the advertisement is keepalived's way. */
  static Reaction reaction(RouterSettings settings, State state, byte[] packet) {
    int at = settings.v6() ? 40 : (packet[0] & 15) * 4;
    int priority = packet[at + 2] & 255;
    byte[] source = Arrays.copyOfRange(packet, settings.v6() ? 8 : 12, settings.v6() ? 24 : 16);
    boolean greater = Arrays.compareUnsigned(source, bytes(settings.source())) > 0;
    return switch (state) {
      case STOPPED, WAITING, FAULT -> new Reaction(state, List.of(), true);
      case BACKUP -> new Reaction(state, List.of(), priority > 0 && priority < 100);
      case ACTIVE -> {
        if (priority == 0) yield new Reaction(state, List.of("advertise 100"), false);
        if (priority > 100 || priority == 100 && greater)
          yield new Reaction(
              State.BACKUP, List.of("release", "active to backup: higher priority heard"), false);
        yield new Reaction(state, List.of("advertise 100", "announce"), false);
      }
    };
  }

  private static boolean acceptsIpv4(RouterSettings settings, byte[] packet, int length) {
    if (length < 20 || packet[0] >> 4 != 4) return false;
    int header = (packet[0] & 15) * 4;
    int total = word(packet, 2);
    if (header < 20 || total < header || total > length || packet[9] != 112) return false;
    if ((word(packet, 6) & 0x3fff) != 0) return false;
    return acceptsVrrp(settings, packet, header, total, false);
  }

  private static boolean acceptsVrrp(
      RouterSettings settings, byte[] packet, int at, int end, boolean v6) {
    byte[] source = v6 ? Arrays.copyOfRange(packet, 8, 24) : Arrays.copyOfRange(packet, 12, 16);
    byte[] target = v6 ? Arrays.copyOfRange(packet, 24, 40) : Arrays.copyOfRange(packet, 16, 20);
    int hops = packet[v6 ? 7 : 8] & 255;
    if (Arrays.equals(source, bytes(settings.source()))) return false;
    boolean group = v6 ? target[0] == (byte) 0xff : (target[0] & 0xf0) == 0xe0;
    if (group != settings.isMulticast()) return false;
    if (group && hops != 255) return false;
    if (!group && settings.destinations().stream().noneMatch(p -> Arrays.equals(source, bytes(p))))
      return false;
    if (end - at < 8) return false;
    if (packet[at] != (settings.version() << 4 | 1)) return false;
    if ((packet[at + 1] & 255) != settings.routerId()) return false;
    int count = packet[at + 3] & 255;
    int body = 8 + count * (v6 ? 16 : 4);
    boolean two = settings.version() == 2;
    if (count == 0 || end - at != body + (two ? 8 : 0)) return false;
    if (two)
      return plainSum(packet, at, end) == 0xffff && acceptsVersion2(settings, packet, at, end);
    if ((word(packet, at + 4) & 0xfff) == 0) return false;
    boolean right = pseudoSum(packet, at, end, source, target) == 0xffff;
    byte[] old = {(byte) 224, 0, 0, 18};
    return right || !v6 && pseudoSum(packet, at, end, source, old) == 0xffff;
  }

  private static boolean acceptsVersion2(RouterSettings settings, byte[] packet, int at, int end) {
    if (packet[at + 5] != settings.intervalNanos() / 1_000_000_000) return false;
    if (packet[at + 4] != (settings.password().isPresent() ? 1 : 0)) return false;
    return settings.password().isEmpty()
        || new String(packet, end - 8, 8, java.nio.charset.StandardCharsets.ISO_8859_1)
            .equals((settings.password().get() + "\0\0\0\0\0\0\0\0").substring(0, 8));
  }

  private static int pseudoSum(byte[] packet, int at, int end, byte[] source, byte[] target) {
    int sum = plainSum(packet, at, end) + plainSum(source, 0, source.length);
    sum += plainSum(target, 0, target.length) + 112 + end - at;
    return folded(sum);
  }

  private static int plainSum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) sum += (bytes[i] & 255) << ((i - from) % 2 == 0 ? 8 : 0);
    return folded(sum);
  }

  private static int folded(int sum) {
    int folded = sum;
    while (folded > 0xffff) folded = (folded & 0xffff) + (folded >> 16);
    return folded;
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
  }

  private static byte[] bytes(IpAddress address) {
    return address.toInetAddress().getAddress();
  }
}
