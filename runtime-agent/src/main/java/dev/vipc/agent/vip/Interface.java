package dev.vipc.agent.vip;

import dev.vipc.agent.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What is known of a network interface that a plan names. */
final class Interface {
  private static final int MAC_BYTES = 6;

  private final String name;
  private final byte[] nameBytes;
  private final byte[] mac = new byte[MAC_BYTES];
  private int index;
  private boolean running;

  /** Grows whenever it goes: what was bound to it before is bound to nothing. */
  private int incarnation;

  /** Whether it was told since {@link #beginAnew}. */
  private boolean fresh;

  // its addresses, side by side
  private int count;
  private boolean[] v6 = new boolean[8];
  private long[] high = new long[8];
  private long[] low = new long[8];
  private int[] prefixLength = new int[8];
  private boolean[] usable = new boolean[8];
  private int[] mark = new int[8];

  /** Whether they were told since {@link #beginAnew}. */
  private boolean[] told = new boolean[8];

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

  /** Which interface of this name it is, even where one with the same index took its place. */
  int incarnation() {
    return incarnation;
  }

  /** Whether it is there, up, and has a carrier. */
  boolean isRunning() {
    return index > 0 && running;
  }

  /** What it has now; the array stays the same when it changes. */
  byte[] mac() {
    return mac;
  }

  void set(int newIndex, boolean nowRunning, ByteBuffer message, int macAt) {
    if (newIndex != index) forget();
    index = newIndex;
    running = nowRunning;
    fresh = true;
    if (macAt >= 0) message.get(macAt, mac);
  }

  void forget() {
    if (index > 0) incarnation++;
    index = 0;
    running = false;
    count = 0;
  }

  /** Everything is told again; what is not told until {@link #complete} is gone. */
  void beginAnew() {
    fresh = false;
    Arrays.fill(told, false);
  }

  void complete() {
    if (!fresh) forget();
    for (int i = count - 1; i >= 0; i--) if (!told[i]) removeAt(i);
  }

  void put(boolean ofV6, long ofHigh, long ofLow, int ofPrefix, boolean isUsable, int ofMark) {
    int at = 0;
    while (at < count && !isAt(at, ofV6, ofHigh, ofLow, ofPrefix)) at++;
    if (at == count) {
      grow();
      count++;
    }
    v6[at] = ofV6;
    high[at] = ofHigh;
    low[at] = ofLow;
    prefixLength[at] = ofPrefix;
    usable[at] = isUsable;
    mark[at] = ofMark;
    told[at] = true;
  }

  void remove(boolean ofV6, long ofHigh, long ofLow, int ofPrefix) {
    for (int i = count - 1; i >= 0; i--) if (isAt(i, ofV6, ofHigh, ofLow, ofPrefix)) removeAt(i);
  }

  private boolean isAt(int at, boolean ofV6, long ofHigh, long ofLow, int ofPrefix) {
    return v6[at] == ofV6 && high[at] == ofHigh && low[at] == ofLow && prefixLength[at] == ofPrefix;
  }

  private void removeAt(int at) {
    count--;
    for (int i = at; i < count; i++) {
      v6[i] = v6[i + 1];
      high[i] = high[i + 1];
      low[i] = low[i + 1];
      prefixLength[i] = prefixLength[i + 1];
      usable[i] = usable[i + 1];
      mark[i] = mark[i + 1];
      told[i] = told[i + 1];
    }
  }

  private void grow() {
    if (count < v6.length) return;
    int size = 2 * count;
    v6 = Arrays.copyOf(v6, size);
    high = Arrays.copyOf(high, size);
    low = Arrays.copyOf(low, size);
    prefixLength = Arrays.copyOf(prefixLength, size);
    usable = Arrays.copyOf(usable, size);
    mark = Arrays.copyOf(mark, size);
    told = Arrays.copyOf(told, size);
  }

  private boolean isOf(int at, IpAddress address) {
    return v6[at] == address.v6() && address.is(high[at], low[at]);
  }

  boolean has(IpAddress address) {
    for (int i = 0; i < count; i++) if (isOf(i, address)) return true;
    return false;
  }

  /** Whether it has an address, and packets may come from it. */
  boolean canSend(IpAddress address) {
    for (int i = 0; i < count; i++) if (usable[i] && isOf(i, address)) return true;
    return false;
  }

  /** The prefix lengths with which it has an address. */
  List<Integer> prefixLengths(IpAddress address) {
    return IntStream.range(0, count)
        .filter(i -> isOf(i, address))
        .mapToObj(i -> prefixLength[i])
        .toList();
  }

  /** The same of what something marked. */
  List<Integer> prefixLengths(IpAddress address, int wantedMark) {
    return IntStream.range(0, count)
        .filter(i -> isOf(i, address) && mark[i] == wantedMark)
        .mapToObj(i -> prefixLength[i])
        .toList();
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
