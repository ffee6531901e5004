package dev.vipc.agent.vrrp;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes the advertisements of one virtual router to one destination: an IPv4 packet with its
 * header (RFC 791), or the payload of an IPv6 packet. What never changes is written once.
 */
public final class AdvertisementWriter {
  private static final int IPV4_HEADER = 20;
  private static final long CENTISECOND = 10_000_000;
  private static final long SECOND = 1_000_000_000;

  /** Type of service 0xc0: network control; time to live 255 (RFC 9568, section 5.1.1.3). */
  private static final int NETWORK_CONTROL = 0xc0;

  private final RouterSettings settings;
  private final IpAddress destination;
  private final ByteBuffer packet;
  private final int offset;
  private final int length;
  private final long constantSum;
  private int identification;

  /**
   * How many bytes an advertisement has.
   *
   * @return with the IPv4 header
   */
  public static int bytes(RouterSettings settings) {
    return (settings.v6() ? 0 : IPV4_HEADER)
        + AdvertisementReader.HEADER
        + settings.addresses().size() * settings.source().bytes()
        + (settings.version() == 2 ? AdvertisementReader.AUTHENTICATION : 0);
  }

  /**
   * @param packet in network byte order, with at least {@link #bytes} from 0 on, for this writer
   *     alone
   */
  public AdvertisementWriter(RouterSettings settings, IpAddress destination, ByteBuffer packet) {
    this.settings = settings;
    this.destination = destination;
    this.packet = packet;
    this.offset = settings.v6() ? 0 : IPV4_HEADER;
    this.length = bytes(settings) - offset;
    if (!settings.v6()) writeIpHeader();
    writeConstants();
    this.constantSum = InternetChecksum.add(pseudoHeader(), packet, offset, length);
  }

  private void writeIpHeader() {
    packet.put(0, (byte) 0x45).put(1, (byte) NETWORK_CONTROL);
    packet.putShort(2, (short) (offset + length)).putInt(4, 0);
    packet.put(8, (byte) 255).put(9, (byte) Envelope.PROTOCOL).putShort(10, (short) 0);
    settings.source().write(packet, 12);
    destination.write(packet, 16);
  }

  private void writeConstants() {
    List<IpAddress> addresses = settings.addresses();
    packet.put(offset, (byte) (settings.version() << 4 | 1));
    packet.put(offset + 1, (byte) settings.routerId());
    packet.put(offset + 2, (byte) 0).put(offset + 3, (byte) addresses.size());
    if (settings.version() == 2)
      packet
          .put(offset + 4, (byte) (settings.password().isPresent() ? 1 : 0))
          .put(offset + 5, (byte) (settings.intervalNanos() / SECOND));
    else packet.putShort(offset + 4, (short) (settings.intervalNanos() / CENTISECOND));
    packet.putShort(offset + 6, (short) 0);
    int at = offset + AdvertisementReader.HEADER;
    for (IpAddress address : addresses) {
      address.write(packet, at);
      at += address.bytes();
    }
    if (settings.version() == 2) packet.put(at, settings.authentication());
  }

  /** Version 2 sums no pseudo-header. */
  private long pseudoHeader() {
    if (settings.version() == 2) return 0;
    long sum = length + Envelope.PROTOCOL;
    sum = InternetChecksum.add(sum, settings.source().high(), settings.source().low());
    return InternetChecksum.add(sum, destination.high(), destination.low());
  }

  /**
   * Writes the next advertisement.
   *
   * @param priority 0..255
   * @return how many bytes it has
   */
  public int write(int priority) {
    packet.put(offset + 2, (byte) priority);
    packet.putShort(
        offset + 6, (short) InternetChecksum.fold(constantSum + ((long) priority << 8)));
    if (!settings.v6()) {
      // 0 would let the kernel choose
      identification = identification == 0xffff ? 1 : identification + 1;
      packet.putShort(4, (short) identification);
      packet.putShort(10, (short) 0);
      packet.putShort(
          10, (short) InternetChecksum.fold(InternetChecksum.add(0, packet, 0, offset)));
    }
    return offset + length;
  }

  public IpAddress destination() {
    return destination;
  }

  /** The bytes that were last written, from 0 on. */
  public ByteBuffer packet() {
    return packet;
  }
}
