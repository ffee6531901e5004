package dev.vipc.agent.vrrp;

import static dev.vipc.agent.vrrp.Settings.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AdvertisementTest {
  private final RouterSettings mine = Settings.version3();
  private final RouterSettings theirs = Settings.of(3, 120, SECOND, "10.0.0.2");
  private final Advertisement heard = new Advertisement();

  private static ByteBuffer written(RouterSettings settings, int priority) {
    ByteBuffer packet = ByteBuffer.allocate(AdvertisementWriter.bytes(settings));
    var writer = new AdvertisementWriter(settings, settings.destinations().getFirst(), packet);
    assertEquals(packet.capacity(), writer.write(priority));
    return packet;
  }

  private Reception read(RouterSettings reader, ByteBuffer packet) {
    var envelope = new Envelope();
    Reception opened = envelope.open(packet, packet.capacity());
    return opened == Reception.ACCEPTED
        ? new AdvertisementReader(reader).read(packet, envelope, heard)
        : opened;
  }

  /** Changes the VRRP part of a packet and mends its sum. */
  private ByteBuffer changed(RouterSettings sender, Consumer<ByteBuffer> change) {
    ByteBuffer packet = written(sender, 120);
    ByteBuffer vrrp = packet.slice(20, packet.capacity() - 20);
    vrrp.putShort(6, (short) 0);
    change.accept(vrrp);
    long sum = InternetChecksum.add(0, vrrp, 0, vrrp.capacity());
    if (sender.version() == 3)
      sum = InternetChecksum.add(sum, packet, 12, 8) + vrrp.capacity() + Envelope.PROTOCOL;
    vrrp.putShort(6, (short) InternetChecksum.fold(sum));
    return packet;
  }

  @Test
  void versionTwoHasTheBytesOfKeepalived() {
    RouterSettings settings =
        Settings.withPassword(Settings.of(2, 100, SECOND, "10.0.0.1"), "secret");
    ByteBuffer packet = written(settings, 100);
    String hex = HexFormat.of().formatHex(packet.array());
    assertEquals("45c0002800010000ff70", hex.substring(0, 20));
    assertEquals("0a000001e0000012", hex.substring(24, 40));
    assertEquals("213364010101", hex.substring(40, 52));
    assertEquals("0a000064" + "7365637265740000", hex.substring(56));
  }

  @Test
  void versionThreeHasTheBytesOfKeepalived() {
    String hex = HexFormat.of().formatHex(written(mine, 100).array());
    assertEquals("313364010064", hex.substring(40, 52));
    assertEquals("0a000064", hex.substring(56));
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(Reception.ACCEPTED, read(mine, written(theirs, 120)));
    assertEquals(120, heard.priority());
    assertEquals(SECOND, heard.intervalNanos());
    assertTrue(heard.sameAddresses());
    assertTrue(theirs.source().is(heard.sourceHigh(), heard.sourceLow()));
  }

  @Test
  void ipv6IsReadWithItsPseudoHeader() {
    RouterSettings sender = Settings.of(3, 120, SECOND, "fe80::2");
    ByteBuffer packet = written(sender, 7);
    ByteBuffer addresses = ByteBuffer.allocate(32);
    sender.source().write(addresses, 0);
    sender.destinations().getFirst().write(addresses, 16);
    var envelope = new Envelope();
    envelope.open(addresses, 0, 16, 255, packet.capacity());
    var reader = new AdvertisementReader(Settings.of(3, 100, SECOND, "fe80::1"));
    assertEquals(Reception.ACCEPTED, reader.read(packet, envelope, heard));
    assertEquals(7, heard.priority());
    envelope.open(addresses, 0, 16, 64, packet.capacity());
    assertEquals(Reception.TTL, reader.read(packet, envelope, heard));
  }

  @Test
  void anotherListOfAddressesIsAcceptedAndSeen() {
    assertEquals(
        Reception.ACCEPTED, read(mine, changed(theirs, vrrp -> vrrp.putInt(8, 0x0a000065))));
    assertFalse(heard.sameAddresses());
  }

  @Test
  void everyFaultHasItsName() {
    assertEquals(Reception.VERSION, read(mine, changed(theirs, p -> p.put(0, (byte) 0x21))));
    assertEquals(Reception.TYPE, read(mine, changed(theirs, p -> p.put(0, (byte) 0x32))));
    assertEquals(Reception.UNKNOWN_ROUTER, read(mine, changed(theirs, p -> p.put(1, (byte) 9))));
    assertEquals(Reception.NO_ADDRESS, read(mine, changed(theirs, p -> p.put(3, (byte) 0))));
    assertEquals(Reception.TOO_SHORT, read(mine, changed(theirs, p -> p.put(3, (byte) 2))));
    assertEquals(Reception.INTERVAL, read(mine, changed(theirs, p -> p.putShort(4, (short) 0))));
    assertEquals(Reception.CHECKSUM, read(mine, written(theirs, 120).put(22, (byte) 121)));
    assertEquals(Reception.TTL, read(mine, written(theirs, 120).put(8, (byte) 254)));
    assertEquals(Reception.OWN_SOURCE, read(mine, written(mine, 120)));
    assertEquals(Reception.FRAGMENT, read(mine, written(theirs, 120).putShort(6, (short) 1)));
    assertEquals(Reception.IP_HEADER, read(mine, ByteBuffer.allocate(19)));
    assertEquals(Reception.IP_HEADER, read(mine, written(theirs, 120).put(9, (byte) 17)));
    assertEquals(Reception.TOO_SHORT, read(mine, written(theirs, 120).putShort(2, (short) 99)));
  }

  @Test
  void versionTwoComparesIntervalAndPassword() {
    RouterSettings reader = Settings.of(2, 100, SECOND, "10.0.0.1");
    RouterSettings sender = Settings.of(2, 100, SECOND, "10.0.0.2");
    RouterSettings slow = Settings.of(2, 100, 2 * SECOND, "10.0.0.2");
    RouterSettings secret = Settings.withPassword(sender, "secret");
    assertEquals(Reception.ACCEPTED, read(reader, written(sender, 100)));
    assertEquals(Reception.INTERVAL, read(reader, written(slow, 100)));
    assertEquals(Reception.AUTHENTICATION_TYPE, read(reader, written(secret, 100)));
    RouterSettings mineSecret = Settings.withPassword(reader, "secret12andmore");
    assertEquals(Reception.PASSWORD, read(mineSecret, written(secret, 100)));
    RouterSettings sameEight = Settings.withPassword(sender, "secret12butother");
    assertEquals(Reception.ACCEPTED, read(mineSecret, written(sameEight, 100)));
  }

  @Test
  void aUnicastIsTakenFromPeersOnlyAndWithAnyTtl() {
    RouterSettings reader = Settings.withDestinations(mine, List.of("10.0.0.2"));
    RouterSettings peer = Settings.withDestinations(theirs, List.of("10.0.0.1"));
    RouterSettings stranger =
        Settings.withDestinations(Settings.of(3, 255, SECOND, "10.0.0.3"), List.of("10.0.0.1"));
    assertEquals(Reception.ACCEPTED, read(reader, written(peer, 9).put(8, (byte) 3)));
    assertEquals(Reception.NOT_A_PEER, read(reader, written(stranger, 9)));
    assertEquals(Reception.DESTINATION, read(reader, written(theirs, 9)));
    assertEquals(Reception.DESTINATION, read(mine, written(peer, 9)));
  }

  @Test
  void oldKeepalivedSumsTheGroupInAUnicast() {
    RouterSettings reader = Settings.withDestinations(mine, List.of("10.0.0.2"));
    RouterSettings peer = Settings.withDestinations(theirs, List.of("10.0.0.1"));
    ByteBuffer packet = written(peer, 120);
    ByteBuffer toGroup = written(theirs, 120);
    packet.putShort(26, toGroup.getShort(26));
    assertEquals(Reception.ACCEPTED, read(reader, packet));
  }
}
