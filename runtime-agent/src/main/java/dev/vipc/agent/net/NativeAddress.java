package dev.vipc.agent.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The address and port of one end of a connection, as the kernel has them: {@code struct
 * sockaddr_in} (linux/in.h) or {@code struct sockaddr_in6} (linux/in6.h). It is overwritten in
 * place, so that an accepted connection costs no allocation.
 */
public final class NativeAddress {
  public static final int IPV4 = 2;
  public static final int IPV6 = 10;

  static final int MOST_BYTES = 28;
  private static final int IPV4_BYTES = 16;
  private static final int PORT = 2;
  private static final int IPV4_ADDRESS = 4;
  private static final int IPV6_ADDRESS = 8;
  private static final int IPV6_SCOPE = 24;

  private final Buffer buffer = Buffer.ofNetworkOrder(MOST_BYTES);

  /** The same memory, for what is in host byte order. */
  private final ByteBuffer host = buffer.bytes().duplicate().order(ByteOrder.nativeOrder());

  /** All zeros, to be filled by the kernel. */
  public NativeAddress() {}

  public static NativeAddress of(InetSocketAddress address) {
    NativeAddress made = new NativeAddress();
    made.set(address.getAddress(), address.getPort());
    return made;
  }

  private void set(InetAddress address, int port) {
    ByteBuffer bytes = buffer.bytes();
    byte[] raw = address.getAddress();
    boolean v6 = address instanceof Inet6Address;
    host.putShort(0, (short) (v6 ? IPV6 : IPV4));
    bytes.putShort(PORT, (short) port);
    bytes.put(v6 ? IPV6_ADDRESS : IPV4_ADDRESS, raw);
    if (address instanceof Inet6Address scoped) host.putInt(IPV6_SCOPE, scoped.getScopeId());
  }

  /** {@link #IPV4} or {@link #IPV6}. */
  public int family() {
    return host.getShort(0);
  }

  /** 0..65535. */
  public int port() {
    return buffer.bytes().getShort(PORT) & 0xffff;
  }

  public InetAddress address() {
    byte[] raw = new byte[family() == IPV6 ? 16 : 4];
    buffer.bytes().get(family() == IPV6 ? IPV6_ADDRESS : IPV4_ADDRESS, raw);
    try {
      return InetAddress.getByAddress(raw);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public InetSocketAddress inet() {
    return new InetSocketAddress(address(), port());
  }

  /** The words of the address folded into one by exclusive or; IPv4: the address itself. */
  public int folded() {
    ByteBuffer bytes = buffer.bytes();
    if (family() != IPV6) return bytes.getInt(IPV4_ADDRESS);
    int folded = 0;
    for (int at = 0; at < 16; at += 4) folded ^= bytes.getInt(IPV6_ADDRESS + at);
    return folded;
  }

  long pointer() {
    return buffer.address();
  }

  int length() {
    return family() == IPV6 ? MOST_BYTES : IPV4_BYTES;
  }

  @Override
  public String toString() {
    return family() == IPV6
        ? "[" + address().getHostAddress() + "]:" + port()
        : address().getHostAddress() + ":" + port();
  }
}
