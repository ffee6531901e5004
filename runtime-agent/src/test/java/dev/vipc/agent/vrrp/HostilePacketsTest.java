package dev.vipc.agent.vrrp;

import static dev.vipc.agent.vrrp.Settings.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random, mutated and almost right packets meet a router in any state: none throws, and it moves
 * only for one that a second reading of the RFCs accepts, and as that says. {@code
 * -Dvipc.vrrp.packets=10000000} makes it long.
 */
class HostilePacketsTest {
  private static final int PACKETS = Integer.getInteger("vipc.vrrp.packets", 300_000);
  private static final int IPV6_HEADER = 40;

  private static final List<RouterSettings> READERS =
      List.of(
          Settings.version3(),
          Settings.of(2, 100, SECOND, "10.0.0.1"),
          Settings.withPassword(Settings.of(2, 100, SECOND, "10.0.0.1"), "secret"),
          Settings.withDestinations(Settings.version3(), List.of("10.0.0.2", "10.0.0.3")),
          Settings.of(3, 100, SECOND, "fe80::1"));

  private static final List<RouterSettings> SENDERS =
      List.of(
          Settings.of(3, 100, SECOND, "10.0.0.2"),
          Settings.of(2, 100, SECOND, "10.0.0.2"),
          Settings.withPassword(Settings.of(2, 100, SECOND, "10.0.0.2"), "secret"),
          Settings.withDestinations(Settings.of(3, 100, SECOND, "10.0.0.2"), List.of("10.0.0.1")),
          Settings.of(3, 100, SECOND, "fe80::2"));

  /** In which a packet may meet a router; one that is stopped has no socket. */
  private static final List<State> STATES =
      List.of(State.BACKUP, State.ACTIVE, State.FAULT, State.WAITING);

  private final Set<RfcReading.Reaction> reactions = new HashSet<>();
  private final SplittableRandom random = new SplittableRandom(112);
  private final Advertisement heard = new Advertisement();
  private final Envelope envelope = new Envelope();

  @Test
  void noneThrowsAndNoneMovesARouterThatShouldNot() {
    Map<Reception, Integer> seen = new EnumMap<>(Reception.class);
    for (int i = 0; i < PACKETS; i++) {
      int which = i % READERS.size();
      State state = STATES.get(i / READERS.size() % STATES.size());
      seen.merge(judge(READERS.get(which), state, hostile(which)), 1, Integer::sum);
    }
    // none in two states; none or a longer wait of a backup; three of an active one
    assertEquals(7, reactions.size(), reactions::toString);
    for (Reception reception : Reception.values())
      assertTrue(seen.containsKey(reception), () -> "no packet was " + reception + " of " + seen);
  }

  private Reception judge(RouterSettings settings, State state, byte[] packet) {
    byte[] copy = packet.clone();
    Reception reception = read(settings, packet);
    assertArrayEquals(copy, packet, "reading changed the packet");
    assertEquals(
        RfcReading.accepts(settings, packet, packet.length),
        reception == Reception.ACCEPTED,
        () -> reception + ": " + HexFormat.of().formatHex(packet));
    if (reception != Reception.ACCEPTED) return reception;
    var journal = new Journal();
    Router router = router(settings, state, journal);
    long before = router.deadline();
    long now = state == State.ACTIVE ? before - SECOND / 2 : SECOND;
    Reception heardAs = router.received(heard, now);
    var expected = RfcReading.reaction(settings, state, packet);
    reactions.add(expected);
    assertEquals(expected.state(), router.state(), () -> HexFormat.of().formatHex(packet));
    assertEquals(expected.actions(), journal.take(), () -> HexFormat.of().formatHex(packet));
    if (expected.isNone()) assertEquals(before, router.deadline());
    return heardAs;
  }

  /** One that has come to a state, where that is the last that it did. */
  private static Router router(RouterSettings settings, State state, Journal journal) {
    boolean waits = state == State.WAITING;
    var router = new Router(waits ? Settings.withStartDelay(settings, SECOND) : settings, journal);
    router.start(0);
    if (state == State.FAULT) router.setFault(true, 0);
    if (state == State.ACTIVE) router.tick(router.deadline());
    assertEquals(state, router.state());
    journal.take();
    return router;
  }

  private Reception read(RouterSettings settings, byte[] packet) {
    var reader = new AdvertisementReader(settings);
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    if (!settings.v6()) {
      Reception opened = envelope.open(bytes, packet.length);
      return opened == Reception.ACCEPTED ? reader.read(bytes, envelope, heard) : opened;
    }
    // the kernel takes the header off, and drops what is shorter
    if (packet.length < IPV6_HEADER) return Reception.IP_HEADER;
    int length = packet.length - IPV6_HEADER;
    envelope.open(bytes, 8, 24, packet[7] & 0xff, length);
    return reader.read(bytes.slice(IPV6_HEADER, length), envelope, heard);
  }

  private byte[] hostile(int which) {
    byte[] good = good(SENDERS.get(which), random.nextInt(256));
    int kind = random.nextInt(10);
    if (kind == 0) return good;
    if (kind == 1) random.nextBytes(good);
    byte[] packet = kind == 2 || kind == 3 ? resized(good) : good;
    for (int changes = random.nextInt(3); changes >= 0 && packet.length > 0; changes--)
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(kind % 2 == 0 ? 256 : 4);
    if (kind > 4) mendSum(SENDERS.get(which), packet);
    return packet;
  }

  private byte[] resized(byte[] packet) {
    byte[] other = java.util.Arrays.copyOf(packet, random.nextInt(packet.length + 20));
    // an IPv4 header that tells the truth about the new size lets the rest be judged
    if (other.length > 20 && packet[0] == 0x45) other[3] = (byte) other.length;
    return other;
  }

  private static byte[] good(RouterSettings sender, int priority) {
    ByteBuffer written = ByteBuffer.allocate(AdvertisementWriter.bytes(sender));
    IpAddress destination = sender.destinations().getFirst();
    new AdvertisementWriter(sender, destination, written).write(priority);
    if (!sender.v6()) return written.array();
    ByteBuffer packet = ByteBuffer.allocate(IPV6_HEADER + written.capacity());
    packet.put(0, (byte) 0x60).put(6, (byte) 112).put(7, (byte) 255);
    sender.source().write(packet, 8);
    destination.write(packet, 24);
    return packet.put(IPV6_HEADER, written.array()).array();
  }

  /** Makes the checksum right again where the packet is long enough to have one. */
  private static void mendSum(RouterSettings sender, byte[] packet) {
    int at = sender.v6() ? IPV6_HEADER : 20;
    if (packet.length < at + 8) return;
    ByteBuffer bytes = ByteBuffer.wrap(packet).putShort(at + 6, (short) 0);
    int length = packet.length - at;
    long sum = InternetChecksum.add(0, bytes, at, length);
    if (sender.version() == 3)
      sum +=
          InternetChecksum.add(0, bytes, sender.v6() ? 8 : 12, sender.v6() ? 32 : 8)
              + length
              + Envelope.PROTOCOL;
    bytes.putShort(at + 6, (short) InternetChecksum.fold(sum));
  }
}
