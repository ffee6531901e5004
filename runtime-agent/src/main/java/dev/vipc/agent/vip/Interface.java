package dev.vipc.agent.vip;

import dev.vipc.agent.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** What is known of a network interface that a plan names. */
final class Interface {
  private static final int MAC_BYTES = 6;

  private final String name;
  private final byte[] nameBytes;
  private final byte[] mac = new byte[MAC_BYTES];
  private int index;
  private boolean running;

  // its addresses, side by side
  private int count;
  private boolean[] v6 = new boolean[8];
  private long[] high = new long[8];
  private long[] low = new long[8];
  private boolean[] usable = new boolean[8];
  private int[] prefixLength = new int[8];
  private int[] mark = new int[8];

  Interface(String name) {
    this.name = name;
    this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
  }

  String name() {
    return name;
  }

  boolean isNamed(ByteBuffer message, int at, int length) {
    if (length != nameBytes.length) return false;
    for (int i = 0; i < length; i++) if (message.get(at + i) != nameBytes[i]) return false;
    return true;
  }

  /** 0 where there is none of this name. */
  int index() {
    return index;
  }

  /** Whether it is there, up, and has a carrier. */
  boolean isRunning() {
    return index > 0 && running;
  }

  byte[] mac() {
    return mac;
  }

  void set(int newIndex, boolean nowRunning, ByteBuffer message, int macAt) {
    if (newIndex != index) count = 0;
    index = newIndex;
    running = nowRunning;
    if (macAt >= 0) message.get(macAt, mac);
  }

  void forget() {
    index = 0;
    running = false;
    count = 0;
  }

  void put(boolean ofV6, long ofHigh, long ofLow, int ofPrefix, boolean isUsable, int ofMark) {
    int at = find(ofV6, ofHigh, ofLow);
    if (at == count) {
      grow();
      count++;
    }
    v6[at] = ofV6;
    high[at] = ofHigh;
    low[at] = ofLow;
    usable[at] = isUsable;
    prefixLength[at] = ofPrefix;
    mark[at] = ofMark;
  }

  void remove(boolean ofV6, long ofHigh, long ofLow) {
    int at = find(ofV6, ofHigh, ofLow);
    if (at == count) return;
    count--;
    for (int i = at; i < count; i++) {
      v6[i] = v6[i + 1];
      high[i] = high[i + 1];
      low[i] = low[i + 1];
      usable[i] = usable[i + 1];
      prefixLength[i] = prefixLength[i + 1];
      mark[i] = mark[i + 1];
    }
  }

  private int find(boolean ofV6, long ofHigh, long ofLow) {
    int at = 0;
    while (at < count && !(v6[at] == ofV6 && high[at] == ofHigh && low[at] == ofLow)) at++;
    return at;
  }

  private void grow() {
    if (count < v6.length) return;
    int size = 2 * count;
    v6 = Arrays.copyOf(v6, size);
    high = Arrays.copyOf(high, size);
    low = Arrays.copyOf(low, size);
    usable = Arrays.copyOf(usable, size);
    prefixLength = Arrays.copyOf(prefixLength, size);
    mark = Arrays.copyOf(mark, size);
  }

  /** Whether it has an address that something marked. */
  boolean hasMarked(IpAddress address, int wantedMark) {
    int at = find(address.v6(), address.high(), address.low());
    return at < count && mark[at] == wantedMark;
  }

  boolean has(IpAddress address) {
    return find(address.v6(), address.high(), address.low()) < count;
  }

  /** Whether it has an address, and packets may come from it. */
  boolean canSend(IpAddress address) {
    int at = find(address.v6(), address.high(), address.low());
    return at < count && usable[at];
  }

  /** Of an address that it {@link #has}. */
  int prefixLength(IpAddress address) {
    return prefixLength[find(address.v6(), address.high(), address.low())];
  }

  /**
   * What advertisements may come from: its first address of IPv4, or its link-local one of IPv6.
   *
   * @param virtual addresses that come and go, and so are never a source
   */
  Optional<IpAddress> source(boolean ofV6, Collection<IpAddress> virtual) {
    Predicate<IpAddress> fits =
        address -> (!ofV6 || address.isLinkLocal()) && !virtual.contains(address);
    for (int i = 0; i < count; i++)
      if (v6[i] == ofV6 && usable[i]) {
        var address = new IpAddress(ofV6, high[i], low[i]);
        if (fits.test(address)) return Optional.of(address);
      }
    return Optional.empty();
  }
}
