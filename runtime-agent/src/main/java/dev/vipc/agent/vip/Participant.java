package dev.vipc.agent.vip;

import dev.vipc.agent.board.RouterRecord;
import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.log.Line;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.vrrp.Advertisement;
import dev.vipc.agent.vrrp.Cause;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Router;
import dev.vipc.agent.vrrp.State;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One virtual router of the plan on this node. Its {@link Attachment} comes and goes with the
 * interface and the source address; what is counted and shown stays.
 */
final class Participant {
  /** Why the address must not be here. */
  private enum Fault {
    NONE(""),
    INTERFACE("the interface is not there, not up, or without a carrier"),
    VIRTUAL_MAC("the interface with the virtual MAC address is not up"),
    SOURCE("the interface does not have the source address"),
    GROUP("another of the sync group has no interface or no source address"),
    TRACK("what it tracks is not good");

    private final String words;

    Fault(String words) {
      this.words = words;
    }
  }

  private static final int IPV4 = 4;
  private static final int IPV6 = 16;

  private final VirtualRouter plan;
  private final Interface base;
  private final Interface holder;
  private final Tracks tracks;
  private final RouterRecord record;
  private final Line line;
  private final Counters counters = new Counters();
  private final byte[] address = new byte[IPV6];
  private final ByteBuffer words = ByteBuffer.wrap(address);
  private Optional<Attachment> attachment = Optional.empty();
  private State state = State.STOPPED;
  private long sinceMillis = System.currentTimeMillis();
  private long transitions;
  private long sent;
  private boolean sourceSeen;
  private Fault fault = Fault.NONE;
  private int faultyTrack = Tracks.NONE;
  private boolean changed = true;
  private long shownPackets = -1;

  /**
   * @param base the interface of the plan
   * @param holder where the addresses go: the same, or one with the virtual MAC address on it
   */
  Participant(
      VirtualRouter plan,
      Interface base,
      Interface holder,
      Tracks tracks,
      RouterRecord record,
      Line line) {
    this.plan = plan;
    this.base = base;
    this.holder = holder;
    this.tracks = tracks;
    this.record = record;
    this.line = line;
  }

  VirtualRouter plan() {
    return plan;
  }

  Interface base() {
    return base;
  }

  Interface holder() {
    return holder;
  }

  Tracks tracks() {
    return tracks;
  }

  Counters counters() {
    return counters;
  }

  Line line() {
    return line;
  }

  Optional<Attachment> attachment() {
    return attachment;
  }

  void attach(Attachment made) {
    attachment = Optional.of(made);
    changed = true;
  }

  void detach() {
    attachment = Optional.empty();
    changed = true;
  }

  boolean isV6() {
    return plan.addresses().getFirst().isV6();
  }

  /** Whether two participants, of an old and a new plan, are the same virtual router. */
  boolean isSameAs(Participant other) {
    return plan.iface().equals(other.plan.iface())
        && plan.routerId() == other.plan.routerId()
        && plan.version() == other.plan.version()
        && plan.virtualMac() == other.plan.virtualMac()
        && isV6() == other.isV6();
  }

  /** Takes over what a predecessor counted. */
  void continueFrom(Participant before) {
    state = before.state;
    sinceMillis = before.sinceMillis;
    transitions = before.transitions;
    sent = before.sent;
    counters.continueFrom(before.counters);
  }

  /**
   * Tells the election what the interface and the tracks say.
   *
   * @param groupIsComplete whether every other member of its sync group is attached
   */
  void evaluate(boolean groupIsComplete, long now) {
    if (attachment.isEmpty()) return;
    Router router = attachment.get().router();
    int effective = tracks.effectivePriority();
    if (effective != router.priority() && !router.settings().isOwner()) {
      router.setPriority(effective);
      event(line.info("priority-changed")).field("priority", effective).send();
      changed = true;
    }
    int track = tracks.fault(router.state() != State.ACTIVE);
    Fault found = fault(router.settings().source(), groupIsComplete, track);
    if (found != fault || found == Fault.TRACK && track != faultyTrack) tell(found, track);
    fault = found;
    faultyTrack = track;
    router.setFault(found != Fault.NONE, now);
    router.start(now);
  }

  private Fault fault(IpAddress source, boolean groupIsComplete, int track) {
    if (!base.isRunning()) return Fault.INTERFACE;
    if (!holder.isRunning()) return Fault.VIRTUAL_MAC;
    if (!hasSource(source)) return Fault.SOURCE;
    if (!groupIsComplete) return Fault.GROUP;
    return track == Tracks.NONE ? Fault.NONE : Fault.TRACK;
  }

  private void tell(Fault found, int track) {
    if (found == Fault.NONE) return;
    Line begun = event(line.warning("fault")).field("why", found.words);
    if (found == Fault.TRACK)
      begun =
          begun
              .field("track", tracks.name(track))
              .field("answered", tracks.state(track) != TrackState.UNKNOWN);
    begun.send();
  }

  /**
   * The source of a multicast is the interface's. That of a unicast may be anywhere on the node;
   * but one that was the interface's and has gone is where the answers of the peers do not come any
   * more.
   */
  private boolean hasSource(IpAddress source) {
    if (!(plan.transport() instanceof VirtualRouter.Transport.Unicast)) return base.canSend(source);
    boolean isThere = base.has(source);
    sourceSeen |= isThere;
    return isThere || !sourceSeen;
  }

  /** When {@link #tick} is due. */
  long deadline() {
    return attachment.isEmpty() ? Router.NEVER : attachment.get().router().deadline();
  }

  void tick(long now) {
    if (attachment.isPresent()) attachment.get().router().tick(now);
  }

  void sent() {
    sent++;
    changed = true;
  }

  void heard(Advertisement advertisement) {
    put(advertisement.sourceHigh(), advertisement.sourceLow());
    record.begin();
    record.member(address, 0, length(), advertisement.priority(), System.nanoTime());
    record.end();
  }

  void changed(State from, State to, Cause cause, int priority) {
    state = to;
    sinceMillis = System.currentTimeMillis();
    transitions++;
    changed = true;
    event(line.info("state-changed"))
        .field("from", from.word())
        .field("to", to.word())
        .field("why", cause.words())
        .field("priority", priority)
        .send();
  }

  /** Begins a line about this router. */
  Line event(Line begun) {
    return begun
        .field("router", plan.name())
        .field("vrid", plan.routerId())
        .field("interface", plan.iface());
  }

  Line event(Line begun, long high, long low) {
    put(high, low);
    return event(begun).address("source", address, 0, length());
  }

  /** Writes what changed to the board. */
  void show() {
    long packets = counters.changes();
    if (!changed && packets == shownPackets) {
      showTracks();
      return;
    }
    changed = false;
    shownPackets = packets;
    record.begin();
    record.state(shown(), sinceMillis);
    record.effectivePriority(tracks.effectivePriority());
    record.transitions(transitions);
    record.adverts(sent, counters.of(0));
    for (int reason = 1; reason < Counters.reasons(); reason++)
      record.dropped(reason, counters.of(reason));
    showMaster();
    record.end();
    showTracks();
  }

  private void showTracks() {
    for (int i = 0; i < tracks.count(); i++) record.track(i, tracks.state(i));
  }

  private RouterState shown() {
    return switch (state) {
      case STOPPED -> base.isRunning() ? RouterState.INITIALIZE : RouterState.FAULT;
      case WAITING -> RouterState.INITIALIZE;
      case FAULT -> RouterState.FAULT;
      case BACKUP -> RouterState.BACKUP;
      case ACTIVE -> RouterState.ACTIVE;
    };
  }

  private void showMaster() {
    if (attachment.isEmpty()) {
      record.master(address, 0, 0, 0);
      return;
    }
    Router router = attachment.get().router();
    if (router.state() == State.ACTIVE) {
      IpAddress source = router.settings().source();
      put(source.high(), source.low());
      record.master(address, 0, length(), router.priority());
    } else {
      put(router.masterHigh(), router.masterLow());
      record.master(
          address, 0, router.masterPriority() == 0 ? 0 : length(), router.masterPriority());
    }
  }

  private int length() {
    return isV6() ? IPV6 : IPV4;
  }

  private void put(long high, long low) {
    if (isV6()) words.putLong(0, high).putLong(8, low);
    else words.putInt(0, (int) low);
  }
}
