package dev.vipc.agent.vrrp;

import java.nio.ByteBuffer;

/** What the IP layer says of a received packet; one object is filled anew for each. */
public final class Envelope {
  private static final int IPV4_HEADER = 20;
  private static final int FRAGMENTED = 0x3fff;

  /** The IP protocol, or next header, of VRRP. */
  public static final int PROTOCOL = 112;

  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int hopLimit;
  private int offset;
  private int length;

  /**
   * Takes an IPv4 packet as a raw socket delivers it.
   *
   * @param packet in network byte order, with the IP header at 0
   * @param bytes how many were received
   */
  public Reception open(ByteBuffer packet, int bytes) {
    if (bytes < IPV4_HEADER) return Reception.IP_HEADER;
    int header = (packet.get(0) & 0x0f) * 4;
    int total = packet.getShort(2) & 0xffff;
    if ((packet.get(0) & 0xf0) != 0x40 || header < IPV4_HEADER || total < header)
      return Reception.IP_HEADER;
    if ((packet.get(9) & 0xff) != PROTOCOL) return Reception.IP_HEADER;
    if (total > bytes) return Reception.TOO_SHORT;
    if ((packet.getShort(6) & FRAGMENTED) != 0) return Reception.FRAGMENT;
    sourceHigh = 0;
    sourceLow = Integer.toUnsignedLong(packet.getInt(12));
    destinationHigh = 0;
    destinationLow = Integer.toUnsignedLong(packet.getInt(16));
    hopLimit = packet.get(8) & 0xff;
    offset = header;
    length = total - header;
    return Reception.ACCEPTED;
  }

  /**
   * Takes an IPv6 payload, whose header the kernel has taken off.
   *
   * @param addresses in network byte order: source and destination
   * @param source the index of the source address in it
   * @param destination the index of the destination address in it
   * @param bytes of the payload, which begins at 0
   */
  public void open(ByteBuffer addresses, int source, int destination, int hopLimit, int bytes) {
    sourceHigh = addresses.getLong(source);
    sourceLow = addresses.getLong(source + 8);
    destinationHigh = addresses.getLong(destination);
    destinationLow = addresses.getLong(destination + 8);
    this.hopLimit = hopLimit;
    offset = 0;
    length = bytes;
  }

  public long sourceHigh() {
    return sourceHigh;
  }

  public long sourceLow() {
    return sourceLow;
  }

  long destinationHigh() {
    return destinationHigh;
  }

  long destinationLow() {
    return destinationLow;
  }

  boolean isToMulticast(boolean v6) {
    return v6 ? destinationHigh >>> 56 == 0xff : destinationLow >>> 28 == 0xe;
  }

  int hopLimit() {
    return hopLimit;
  }

  /** Where the VRRP packet begins. */
  public int offset() {
    return offset;
  }

  /** How long the VRRP packet is. */
  public int length() {
    return length;
  }
}
