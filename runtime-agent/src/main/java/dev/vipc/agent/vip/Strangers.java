package dev.vipc.agent.vip;

import dev.vipc.agent.log.Line;
import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.Reception;
import java.util.BitSet;

/** Packets that no virtual router here is meant by: counted, and told of. No call allocates. */
final class Strangers {
  private static final int IDS = 256;

  private final Line line;
  private final Counters counters = new Counters();
  private final DropLog log = new DropLog();

  /**
   * Of whose routers was told: they may well be others', and then there is nothing to say again.
   */
  private final BitSet told = new BitSet(IDS);

  private final WireAddress source = new WireAddress();

  Strangers(Line line) {
    this.line = line;
  }

  Counters counters() {
    return counters;
  }

  /** Takes over what a predecessor counted. */
  void continueFrom(Strangers before) {
    counters.continueFrom(before.counters);
    told.or(before.told);
  }

  /** One that is no packet of VRRP. */
  void dropped(Reception why, long now) {
    counters.count(why);
    if (log.isDue(why, now)) line.warning("packet-dropped").field("reason", why.word()).send();
  }

  /**
   * One for a router that is not here.
   *
   * @param routerId 0 where it is too short to have one
   */
  void dropped(int routerId, Envelope envelope, long now) {
    if (routerId == 0) {
      dropped(Reception.TOO_SHORT, now);
      return;
    }
    counters.count(Reception.UNKNOWN_ROUTER);
    if (told.get(routerId)) return;
    told.set(routerId);
    boolean v6 = envelope.sourceHigh() != 0;
    int length = source.put(v6, envelope.sourceHigh(), envelope.sourceLow());
    line.info("packet-dropped")
        .field("reason", Reception.UNKNOWN_ROUTER.word())
        .field("vrid", routerId)
        .address("source", source.bytes(), 0, length)
        .send();
  }
}
