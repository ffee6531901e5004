package dev.vipc.agent.vip;

import dev.vipc.agent.board.RouterFault;
import dev.vipc.agent.board.RouterRecord;
import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.log.Line;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.vrrp.Advertisement;
import dev.vipc.agent.vrrp.Cause;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Reception;
import dev.vipc.agent.vrrp.Router;
import dev.vipc.agent.vrrp.State;
import java.util.Optional;

/**
 * One virtual router of the plan on this node. Its {@link Attachment} comes and goes with the
 * interface and the source address; what is counted and shown stays.
 */
final class Participant {
  private static final long MASTER_PAUSE_MILLIS = 1_000;

  private final VirtualRouter plan;
  private final Interface base;
  private final Interface holder;
  private final Tracks tracks;
  private final RouterRecord record;
  private final Line line;
  private final Counters counters = new Counters();
  private final WireAddress address = new WireAddress();
  private Optional<Attachment> attachment = Optional.empty();
  private State state = State.STOPPED;
  private long sinceMillis = System.currentTimeMillis();
  private long transitions;
  private long sent;
  private final DropLog dropLog = new DropLog();
  private boolean sourceSeen;
  private boolean masterKnown;
  private long masterHigh;
  private long masterLow;
  private long masterSinceMillis;
  private long masterToldMillis;
  private RouterFault fault = RouterFault.NONE;
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

  /** Notes why it cannot be attached: what a predecessor was, it is not. */
  void waits(RouterFault why) {
    if (state != State.STOPPED) {
      state = State.STOPPED;
      sinceMillis = System.currentTimeMillis();
      changed = true;
    }
    if (why == fault) return;
    fault = why;
    changed = true;
    event(line.warning("waiting")).field("why", why.words()).send();
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
    masterKnown = before.masterKnown;
    masterHigh = before.masterHigh;
    masterLow = before.masterLow;
    masterSinceMillis = before.masterSinceMillis;
    masterToldMillis = before.masterToldMillis;
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
    RouterFault found = fault(router.settings().source(), groupIsComplete, track);
    if (found != fault || found == RouterFault.TRACK && track != faultyTrack) tell(found, track);
    changed |= found != fault;
    fault = found;
    faultyTrack = track;
    router.setFault(found != RouterFault.NONE, now);
    router.start(now);
  }

  private RouterFault fault(IpAddress source, boolean groupIsComplete, int track) {
    if (!base.isRunning()) return RouterFault.INTERFACE;
    if (!holder.isRunning()) return RouterFault.VIRTUAL_MAC;
    if (!hasSource(source)) return RouterFault.SOURCE;
    if (!groupIsComplete) return RouterFault.GROUP;
    return track == Tracks.NONE ? RouterFault.NONE : RouterFault.TRACK;
  }

  private void tell(RouterFault found, int track) {
    if (found == RouterFault.NONE) return;
    Line begun = event(line.warning("fault")).field("why", found.words());
    if (found == RouterFault.TRACK)
      begun = begun.field("track", tracks.name(track)).field("answer", tracks.answer(track));
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

  /**
   * Counts a packet that is not taken, and tells of it: otherwise nodes whose plans do not fit hold
   * one address, and neither says why.
   */
  void dropped(Reception why, long high, long low, long now) {
    counters.count(why);
    if (!dropLog.isDue(why, now)) return;
    event(line.warning("advertisement-dropped"), high, low)
        .field("reason", why.word())
        .field("count", counters.of(why.ordinal()))
        .send();
  }

  void heard(Advertisement advertisement) {
    int length = put(advertisement.sourceHigh(), advertisement.sourceLow());
    record.begin();
    record.member(address.bytes(), 0, length, advertisement.priority(), System.nanoTime());
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
    int length = put(high, low);
    return event(begun).address("source", address.bytes(), 0, length);
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
    record.fault(fault == RouterFault.NONE && state == State.FAULT ? RouterFault.GROUP : fault);
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
      showMaster(0, 0, 0);
      return;
    }
    Router router = attachment.get().router();
    if (router.state() == State.ACTIVE) {
      IpAddress source = router.settings().source();
      showMaster(source.high(), source.low(), router.priority());
    } else showMaster(router.masterHigh(), router.masterLow(), router.masterPriority());
  }

  /**
   * @param priority 0 where nobody is known
   */
  private void showMaster(long high, long low, int priority) {
    boolean known = priority > 0;
    if (known != masterKnown || known && (high != masterHigh || low != masterLow)) {
      masterSinceMillis = System.currentTimeMillis();
      masterKnown = known;
      masterHigh = high;
      masterLow = low;
      if (known) tellMaster(priority);
    }
    int length = put(high, low);
    record.master(address.bytes(), 0, known ? length : 0, priority, masterSinceMillis);
  }

  /** Where two are active at once, each of their advertisements is a change: of one a second. */
  private void tellMaster(int priority) {
    if (masterSinceMillis - masterToldMillis < MASTER_PAUSE_MILLIS) return;
    masterToldMillis = masterSinceMillis;
    event(line.info("master-changed"), masterHigh, masterLow).field("priority", priority).send();
  }

  private int put(long high, long low) {
    return address.put(isV6(), high, low);
  }
}
