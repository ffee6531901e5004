package dev.vipc.agent.vip;

import java.nio.ByteBuffer;

/** An address as its bytes stand in a packet, filled anew for each. No call allocates. */
final class WireAddress {
  private static final int IPV4 = 4;
  private static final int IPV6 = 16;

  private final byte[] bytes = new byte[IPV6];
  private final ByteBuffer words = ByteBuffer.wrap(bytes);

  /** They begin at 0. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns how many bytes it has: 4 or 16. */
  int put(boolean v6, long high, long low) {
    if (v6) words.putLong(0, high).putLong(8, low);
    else words.putInt(0, (int) low);
    return v6 ? IPV6 : IPV4;
  }
}
