package dev.vipc.agent.vrrp;

import java.nio.ByteBuffer;

/** The ones' complement sum of RFC 1071 over buffers in network byte order. */
public final class InternetChecksum {
  private InternetChecksum() {}

  /**
   * Adds the 16-bit words from an index on to a running sum; an odd last byte counts as its high
   * half.
   */
  public static long add(long sum, ByteBuffer from, int index, int length) {
    int end = index + length - 1;
    int at = index;
    for (; at < end; at += 2) sum += from.getShort(at) & 0xffff;
    return at == end ? sum + ((from.get(at) & 0xff) << 8) : sum;
  }

  /** Adds the words of an address. */
  static long add(long sum, long high, long low) {
    return sum + words(high) + words(low);
  }

  private static long words(long value) {
    return (value >>> 48) + (value >>> 32 & 0xffff) + (value >>> 16 & 0xffff) + (value & 0xffff);
  }

  /** Folds a running sum into the checksum; 0 where the checksum was part of it and is right. */
  public static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) folded = (folded & 0xffff) + (folded >>> 16);
    return (int) (~folded & 0xffff);
  }
}
