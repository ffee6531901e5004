package dev.vipc.agent.vrrp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address as two words, which compare without allocation.
 *
 * @param high the first 64 bits of an IPv6 address, else 0
 * @param low the last 64 bits, or the 32 bits of an IPv4 address
 */
public record IpAddress(boolean v6, long high, long low) {
  /** Written out, as is {@link #hashCode}: the JVM makes those of a record anew at every start. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && v6 == that.v6 && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high) * 31 + Long.hashCode(low);
  }

  public static IpAddress of(InetAddress address) {
    return read(ByteBuffer.wrap(address.getAddress()), 0, address instanceof Inet6Address);
  }

  /** The address that begins at an index of a buffer in network byte order. */
  public static IpAddress read(ByteBuffer from, int index, boolean v6) {
    return v6
        ? new IpAddress(true, from.getLong(index), from.getLong(index + 8))
        : new IpAddress(false, 0, Integer.toUnsignedLong(from.getInt(index)));
  }

  /** How many bytes an address of the family has: 4 or 16. */
  public static int bytes(boolean v6) {
    return v6 ? 16 : 4;
  }

  public int bytes() {
    return bytes(v6);
  }

  /** Puts it at an index of a buffer in network byte order. */
  public void write(ByteBuffer to, int index) {
    if (v6) to.putLong(index, high).putLong(index + 8, low);
    else to.putInt(index, (int) low);
  }

  /** Whether the bytes at an index of a buffer in network byte order are this address. */
  public boolean standsAt(ByteBuffer in, int index) {
    return v6
        ? in.getLong(index) == high && in.getLong(index + 8) == low
        : Integer.toUnsignedLong(in.getInt(index)) == low;
  }

  public boolean is(long otherHigh, long otherLow) {
    return high == otherHigh && low == otherLow;
  }

  /** Whether another address is greater, as unsigned numbers in network byte order. */
  public boolean isLessThan(long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return (order != 0 ? order : Long.compareUnsigned(low, otherLow)) < 0;
  }

  public boolean isMulticast() {
    return v6 ? high >>> 56 == 0xff : low >>> 28 == 0xe;
  }

  public boolean isLinkLocal() {
    return v6 && high >>> 54 == 0xfe80L >>> 6;
  }

  public InetAddress toInetAddress() {
    ByteBuffer bytes = ByteBuffer.allocate(bytes());
    write(bytes, 0);
    try {
      return InetAddress.getByAddress(bytes.array());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  @Override
  public String toString() {
    return toInetAddress().getHostAddress();
  }
}
