package dev.vipc.agent.vrrp;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads the advertisements that one virtual router gets. A packet never makes it throw: each is
 * accepted or has a reason to be dropped (RFC 9568, section 7.1; RFC 3768, section 7.1).
 */
public final class AdvertisementReader {
  /** Version and type, router ID, priority, count, two bytes for the version, checksum. */
  static final int HEADER = 8;

  /** Version 2 ends with an authentication field, which is there even where it is not used. */
  static final int AUTHENTICATION = 8;

  private static final int LINK_LOCAL_TTL = 255;
  private static final long CENTISECOND = 10_000_000;
  private static final long SECOND = 1_000_000_000;

  /** 224.0.0.18. */
  private static final long GROUP = 0xe000_0012L;

  private final RouterSettings settings;
  private final List<IpAddress> addresses;
  private final List<IpAddress> peers;
  private final ByteBuffer authentication;
  private final int addressBytes;

  public AdvertisementReader(RouterSettings settings) {
    this.settings = settings;
    this.addresses = settings.addresses();
    this.peers = settings.destinations();
    this.authentication = ByteBuffer.wrap(settings.authentication());
    this.addressBytes = settings.source().bytes();
  }

  /** The router ID of a packet, or 0 where it is too short to have one. */
  public static int routerId(ByteBuffer packet, Envelope envelope) {
    return envelope.length() < HEADER ? 0 : packet.get(envelope.offset() + 1) & 0xff;
  }

  /**
   * Judges a packet.
   *
   * @param packet in network byte order
   * @param into filled where the packet is accepted, else untouched
   */
  public Reception read(ByteBuffer packet, Envelope envelope, Advertisement into) {
    Reception sent = judgeSender(envelope);
    if (sent != Reception.ACCEPTED) return sent;
    Reception shape = judgeShape(packet, envelope);
    if (shape != Reception.ACCEPTED) return shape;
    int at = envelope.offset();
    if (!hasRightChecksum(packet, envelope)) return Reception.CHECKSUM;
    long interval = intervalNanos(packet, at);
    if (settings.version() == 2) {
      Reception authentic = judgeAuthentication(packet, envelope);
      if (authentic != Reception.ACCEPTED) return authentic;
      if (interval != settings.intervalNanos()) return Reception.INTERVAL;
    } else if (interval == 0) return Reception.INTERVAL;
    into.set(packet.get(at + 2) & 0xff, interval, envelope, hasSameAddresses(packet, at));
    return Reception.ACCEPTED;
  }

  private Reception judgeSender(Envelope envelope) {
    if (settings.source().is(envelope.sourceHigh(), envelope.sourceLow()))
      return Reception.OWN_SOURCE;
    if (envelope.isToMulticast(settings.v6()) != settings.isMulticast())
      return Reception.DESTINATION;
    if (settings.isMulticast())
      return envelope.hopLimit() == LINK_LOCAL_TTL ? Reception.ACCEPTED : Reception.TTL;
    // a unicast may come from anywhere, so only who is known may take the address away
    for (int i = 0; i < peers.size(); i++)
      if (peers.get(i).is(envelope.sourceHigh(), envelope.sourceLow())) return Reception.ACCEPTED;
    return Reception.NOT_A_PEER;
  }

  private Reception judgeShape(ByteBuffer packet, Envelope envelope) {
    if (envelope.length() < HEADER) return Reception.TOO_SHORT;
    int at = envelope.offset();
    int versionAndType = packet.get(at) & 0xff;
    if (versionAndType >>> 4 != settings.version()) return Reception.VERSION;
    if ((versionAndType & 0x0f) != 1) return Reception.TYPE;
    if ((packet.get(at + 1) & 0xff) != settings.routerId()) return Reception.UNKNOWN_ROUTER;
    int count = packet.get(at + 3) & 0xff;
    if (count == 0) return Reception.NO_ADDRESS;
    int wanted = HEADER + count * addressBytes + (settings.version() == 2 ? AUTHENTICATION : 0);
    if (envelope.length() < wanted) return Reception.TOO_SHORT;
    return envelope.length() == wanted ? Reception.ACCEPTED : Reception.LENGTH;
  }

  private boolean hasRightChecksum(ByteBuffer packet, Envelope envelope) {
    long sum = InternetChecksum.add(0, packet, envelope.offset(), envelope.length());
    if (settings.version() == 2) return InternetChecksum.fold(sum) == 0;
    sum += envelope.length() + Envelope.PROTOCOL;
    sum = InternetChecksum.add(sum, envelope.sourceHigh(), envelope.sourceLow());
    if (InternetChecksum.fold(
            InternetChecksum.add(sum, envelope.destinationHigh(), envelope.destinationLow()))
        == 0) return true;
    // keepalived up to 1.3.6 sums the group where the packet goes to a peer
    return !settings.v6() && InternetChecksum.fold(InternetChecksum.add(sum, 0, GROUP)) == 0;
  }

  private long intervalNanos(ByteBuffer packet, int at) {
    return settings.version() == 2
        ? (packet.get(at + 5) & 0xff) * SECOND
        : (packet.getShort(at + 4) & 0x0fff) * CENTISECOND;
  }

  private Reception judgeAuthentication(ByteBuffer packet, Envelope envelope) {
    int type = packet.get(envelope.offset() + 4) & 0xff;
    if (type != (settings.password().isPresent() ? 1 : 0)) return Reception.AUTHENTICATION_TYPE;
    int field = envelope.offset() + envelope.length() - AUTHENTICATION;
    return type == 0 || packet.getLong(field) == authentication.getLong(0)
        ? Reception.ACCEPTED
        : Reception.PASSWORD;
  }

  private boolean hasSameAddresses(ByteBuffer packet, int at) {
    if ((packet.get(at + 3) & 0xff) != addresses.size()) return false;
    for (int i = 0; i < addresses.size(); i++)
      if (!addresses.get(i).standsAt(packet, at + HEADER + i * addressBytes)) return false;
    return true;
  }
}
