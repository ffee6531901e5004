package dev.vipc.agent.vip;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.FrameSocket;
import dev.vipc.agent.vrrp.InternetChecksum;
import dev.vipc.agent.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Tells the neighbours which MAC address has the virtual addresses now: gratuitous ARP requests
 * (RFC 5227, section 3) or unsolicited neighbour advertisements (RFC 4861, section 7.2.6).
 */
final class Announcements {
  private static final int ETHERNET = 14;
  private static final int ARP = 28;
  private static final int IPV6 = 40;
  private static final int ADVERTISEMENT = 32;
  private static final int MAC = 6;

  private final FrameSocket socket;
  private final int index;
  private final byte[] mac;
  private final byte[] written = new byte[MAC];
  private final List<IpAddress> addresses;
  private final int repeat;
  private final boolean isRouter;
  private final Buffer[] frames;
  private final int length;

  /**
   * @param index of the interface
   * @param mac which has the addresses; may change
   * @param addresses of one family
   * @param repeat how often each is told in one burst
   * @param isRouter whether the node forwards IPv6, which a neighbour advertisement has to say
   */
  Announcements(
      FrameSocket socket,
      int index,
      byte[] mac,
      List<IpAddress> addresses,
      int repeat,
      boolean isRouter) {
    this.socket = socket;
    this.index = index;
    this.mac = mac;
    this.addresses = addresses;
    this.repeat = repeat;
    this.isRouter = isRouter;
    this.length = addresses.getFirst().v6() ? ETHERNET + IPV6 + ADVERTISEMENT : ETHERNET + ARP;
    this.frames = new Buffer[addresses.size()];
    for (int i = 0; i < frames.length; i++) frames[i] = Buffer.ofNetworkOrder(length);
    write();
  }

  private void write() {
    System.arraycopy(mac, 0, written, 0, MAC);
    for (int i = 0; i < frames.length; i++)
      if (addresses.get(i).v6())
        writeAdvertisement(frames[i].bytes(), mac, addresses.get(i), isRouter);
      else writeArp(frames[i].bytes(), mac, addresses.get(i));
  }

  /** Whether what was told last is wrong by now. */
  boolean areOutdated() {
    return !Arrays.equals(mac, written);
  }

  /** A request of which sender and target are the address, as keepalived's. */
  static void writeArp(ByteBuffer to, byte[] mac, IpAddress address) {
    to.putShort(0, (short) -1).putInt(2, -1).put(6, mac).putShort(12, (short) 0x0806);
    // Ethernet, IPv4, 6 and 4 bytes, request
    to.putShort(14, (short) 1).putShort(16, (short) 0x0800).put(18, (byte) MAC).put(19, (byte) 4);
    to.putShort(20, (short) 1).put(22, mac);
    address.write(to, 28);
    to.putShort(32, (short) -1).putInt(34, -1);
    address.write(to, 38);
  }

  /** To all nodes, from the address itself, overriding what they know. */
  static void writeAdvertisement(ByteBuffer to, byte[] mac, IpAddress address, boolean isRouter) {
    to.putShort(0, (short) 0x3333).putInt(2, 1).put(6, mac).putShort(12, (short) 0x86dd);
    to.putInt(14, 0x6000_0000).putShort(18, (short) ADVERTISEMENT);
    to.put(20, (byte) 58).put(21, (byte) 255);
    address.write(to, 22);
    to.putLong(38, 0xff02_0000_0000_0000L).putLong(46, 1);
    int at = ETHERNET + IPV6;
    to.putInt(at, 136 << 24).putInt(at + 4, isRouter ? 0xa000_0000 : 0x2000_0000);
    address.write(to, at + 8);
    to.put(at + 24, (byte) 2).put(at + 25, (byte) 1).put(at + 26, mac);
    long sum = InternetChecksum.add(ADVERTISEMENT + 58, to, 22, 32);
    sum = InternetChecksum.add(sum, to, at, ADVERTISEMENT);
    to.putShort(at + 2, (short) InternetChecksum.fold(sum));
  }

  /**
   * One burst, all addresses in turn.
   *
   * @return 0, or the {@link Errno} of the last refusal
   */
  int send() {
    if (areOutdated()) write();
    int refusal = 0;
    for (int round = 0; round < repeat; round++)
      for (Buffer frame : frames) {
        int sent = socket.send(index, frame, length);
        if (sent < 0) refusal = -sent;
      }
    return refusal;
  }
}
