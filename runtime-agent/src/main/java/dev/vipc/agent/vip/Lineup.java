package dev.vipc.agent.vip;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.board.RouterBoard;
import dev.vipc.agent.board.RouterFault;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Router;
import dev.vipc.agent.vrrp.RouterSettings;
import dev.vipc.agent.vrrp.State;
import dev.vipc.agent.vrrp.SyncGroup;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that runs for one plan: its virtual routers, their checks and what is shown of them.
 */
final class Lineup {
  /** How often the board hears that the loop turns, at least. */
  private static final long BEAT = 500_000_000;

  /** How long after a router could not be attached it is tried again, nanoseconds. */
  private static final long AGAIN = 1_000_000_000;

  /** The same where it is costly to find out. */
  private static final long SELDOM = 10_000_000_000L;

  private final Plan plan;
  private final Ports ports;
  private final Interfaces interfaces;
  private final Macvlans macvlans;
  private final RouterBoard routerBoard;
  private final CheckBoard checkBoard;
  private final Channels channels;
  private final Probes probes;
  private final List<Participant> routers = new ArrayList<>();
  private final Set<IpAddress> virtual = new HashSet<>();

  /** Those of them that are no address owner's own. */
  private final Set<IpAddress> moving = new HashSet<>();

  private final Map<Participant, String> faults = new HashMap<>();
  private long attachAgainAt = Router.NEVER;
  private long beatAt;
  private long shownStrangers = -1;

  /**
   * @param poller with slots from {@code firstSlot} on for {@link #slots}
   * @param before the lineup of the plan before, if there was one
   */
  Lineup(
      Plan plan,
      Ports ports,
      Interfaces interfaces,
      Macvlans macvlans,
      RouterBoard routerBoard,
      CheckBoard checkBoard,
      Poller poller,
      int firstSlot,
      Optional<Lineup> before,
      long now) {
    this.plan = plan;
    this.ports = ports;
    this.interfaces = interfaces;
    this.macvlans = macvlans;
    this.routerBoard = routerBoard;
    this.checkBoard = checkBoard;
    this.channels = new Channels(ports.kernel(), ports.line(), poller, firstSlot);
    before.ifPresent(b -> channels.strangers().continueFrom(b.channels.strangers()));
    this.probes =
        new Probes(
            plan.checks(),
            ports.kernel(),
            poller,
            firstSlot + plan.virtualRouters().size(),
            checkBoard,
            before.map(b -> b.probes.all()).orElse(List.of()),
            now);
    for (VirtualRouter router : plan.virtualRouters()) {
      routers.add(participant(router));
      for (Subnet subnet : router.addresses()) {
        IpAddress address = IpAddress.of(subnet.address());
        virtual.add(address);
        if (!router.isOwner()) moving.add(address);
      }
    }
    // they are taken off in a moment
    before.ifPresent(
        b -> {
          virtual.addAll(b.virtual);
          moving.addAll(b.moving);
        });
  }

  /** Whether the proxy process runs this lineup's plan. */
  boolean hasProxies() {
    return checkBoard.isClaimed();
  }

  /** How many slots of the poller a plan needs. */
  static int slots(Plan plan) {
    return plan.virtualRouters().size() + plan.checks().size();
  }

  private Participant participant(VirtualRouter router) {
    Interface base = interfaces.named(router.iface());
    boolean v6 = router.addresses().getFirst().isV6();
    Interface holder =
        router.virtualMac()
            ? interfaces.named(Macvlans.name(router.routerId(), v6, router.iface()))
            : base;
    List<Tracks.Track> tracks = router.tracks().stream().map(this::track).toList();
    return new Participant(
        router,
        base,
        holder,
        new Tracks(router.priority(), tracks),
        routerBoard.router(routers.size()),
        ports.line());
  }

  private Tracks.Track track(VirtualRouter.Track track) {
    return switch (track) {
      case VirtualRouter.Track.OfCheck(var name, var weight) ->
          new Tracks.Track.OfProbe(probes.named(name), weight);
      case VirtualRouter.Track.OfInterface(var name, var weight) ->
          new Tracks.Track.OfInterface(interfaces.named(name), weight);
    };
  }

  /**
   * Attaches what can be attached, and lets the routers of the plan before go on where they are.
   */
  void begin(Optional<Lineup> before, long now) {
    before.ifPresent(b -> b.channels.receiveAll(now));
    for (Participant router : routers)
      before
          .flatMap(b -> b.sameAs(router))
          .ifPresent(
              same -> {
                router.continueFrom(same);
                attach(router, same.attachment(), now);
              });
    // those that are no more give their addresses away before others take them
    before.ifPresent(b -> b.leaveTo(this, now));
    for (Participant router : routers)
      if (router.attachment().isEmpty()) attach(router, Optional.empty(), now);
    regroup();
    probes.tick(now);
    evaluate(now);
    if (before.isEmpty()) return;
    for (Participant router : routers) router.attachment().ifPresent(a -> a.router().settle(now));
    for (Participant router : routers) router.attachment().ifPresent(a -> a.router().proclaim(now));
  }

  private Optional<Participant> sameAs(Participant other) {
    return routers.stream().filter(router -> router.isSameAs(other)).findFirst();
  }

  /** Stops the routers that a new lineup has no more, and closes what it does not use. */
  private void leaveTo(Lineup next, long now) {
    for (Participant router : routers) {
      boolean goesOn =
          next.sameAs(router).map(other -> other.attachment().isPresent()).orElse(false);
      if (!goesOn) router.attachment().ifPresent(a -> a.router().stop(now));
      leaveChannel(router);
    }
    macvlans.keep(next.holders());
    probes.close();
    checkBoard.discard();
    routerBoard.discard();
  }

  private Set<String> holders() {
    return routers.stream().map(router -> router.holder().name()).collect(Collectors.toSet());
  }

  private void leaveChannel(Participant router) {
    router.attachment().ifPresent(a -> channels.leave(a.channel(), router.plan().routerId()));
  }

  private void attach(Participant router, Optional<Attachment> before, long now) {
    RouterFault obstacle = obstacle(router);
    if (obstacle != RouterFault.NONE) {
      router.waits(obstacle);
      // of another interface nobody tells, and to ask for all of them takes its time
      if (obstacle == RouterFault.SOURCE_ELSEWHERE) attachAgainAt = now + SELDOM;
      return;
    }
    Optional<IpAddress> source = source(router);
    try {
      RouterSettings settings = Attaching.settings(router.plan(), source.get());
      Channel channel = channels.to(router.base(), settings);
      Attachment made = Attaching.make(router, settings, channel, ports);
      int left = 0;
      if (before.isPresent()) {
        made.addresses().takeOver(before.get().addresses());
        made.router().resume(before.get().router());
      } else {
        left = made.addresses().removeLeftBehind(router.base());
        if (router.holder() != router.base())
          left += made.addresses().removeLeftBehind(router.holder());
      }
      if (left > 0)
        router.event(ports.line().warning("left-behind-removed")).field("addresses", left).send();
      router.attach(made);
      faults.remove(router);
    } catch (SystemCallException e) {
      attachAgainAt = now + AGAIN;
      router.waits(RouterFault.NOT_BOUND);
      String why = String.valueOf(e.getMessage());
      if (!why.equals(faults.put(router, why)))
        router.event(ports.line().error("not-attached")).field("why", why).send();
    }
  }

  private RouterFault obstacle(Participant router) {
    boolean lacksMacvlan = router.plan().virtualMac() && !hasMacvlan(router);
    if (router.base().index() == 0) return RouterFault.NO_INTERFACE;
    if (lacksMacvlan) return RouterFault.VIRTUAL_MAC;
    Optional<IpAddress> source = source(router);
    if (source.isEmpty()) return RouterFault.NO_SOURCE;
    boolean here = router.base().has(source.get()) || isOnNode(router);
    return here ? RouterFault.NONE : RouterFault.SOURCE_ELSEWHERE;
  }

  /** Whether some interface has the source that the plan names. */
  private static boolean isOnNode(Participant router) {
    try {
      InetAddress source = router.plan().transport().source().orElseThrow();
      return NetworkInterface.getByInetAddress(source) != null;
    } catch (SocketException _) {
      return true; // not known to be wrong
    }
  }

  private boolean hasMacvlan(Participant router) {
    if (router.base().index() == 0) {
      macvlans.forget(router.holder().name());
      return false;
    }
    if (router.holder().index() == 0) macvlans.make(router);
    else if (!router.holder().isRunning()) macvlans.setUp(router.holder());
    return router.holder().index() > 0;
  }

  /** An address owner's interface may have no other address than the virtual one. */
  private Optional<IpAddress> source(Participant router) {
    Optional<IpAddress> own = router.plan().transport().source().map(IpAddress::of);
    return own.or(() -> router.base().source(router.isV6(), virtual))
        .or(() -> router.base().source(router.isV6(), moving));
  }

  private void regroup() {
    for (Plan.SyncGroup group : plan.syncGroups())
      new SyncGroup(
          routers.stream()
              .filter(router -> group.members().contains(router.plan().name()))
              .flatMap(router -> router.attachment().stream())
              .map(Attachment::router)
              .toList());
  }

  /**
   * Looks at all interfaces anew: attaches what came, detaches what changed its index or source,
   * puts back addresses that were taken off.
   */
  void reattach(long now) {
    boolean regroup = false;
    attachAgainAt = Router.NEVER;
    for (Participant router : routers) {
      if (router.attachment().isPresent() && !fits(router)) {
        router.attachment().get().router().stop(now);
        leaveChannel(router);
        router.detach();
        regroup = true;
      }
      if (router.attachment().isEmpty()) {
        attach(router, Optional.empty(), now);
        regroup |= router.attachment().isPresent();
      } else if (router.plan().virtualMac()) hasMacvlan(router);
      router.attachment().ifPresent(Attachment::restore);
    }
    if (regroup) regroup();
  }

  /**
   * A source that is gone for a while is a fault; that another one takes its place, or another
   * interface, is a new start.
   */
  private boolean fits(Participant router) {
    if (router.base().index() == 0) return true;
    Attachment attachment = router.attachment().orElseThrow();
    return attachment.isBound()
        && router.holder().index() > 0
        && keepsSource(router, attachment.channel().key().source());
  }

  private boolean keepsSource(Participant router, IpAddress source) {
    return router.plan().transport().source().isPresent()
        || router.base().canSend(source)
        || source(router).isEmpty();
  }

  /**
   * Whether something could not be attached, and it is time to try again: no event will say so. It
   * is said once.
   */
  boolean takeRetry(long now) {
    if (now < attachAgainAt) return false;
    attachAgainAt = Router.NEVER;
    return true;
  }

  /** Tells every router what its interface and its tracks say; one that is new starts with that. */
  void evaluate(long now) {
    for (int i = 0; i < routers.size(); i++) {
      Participant router = routers.get(i);
      router.evaluate(isGroupComplete(router), now);
    }
  }

  private boolean isGroupComplete(Participant router) {
    List<Plan.SyncGroup> groups = plan.syncGroups();
    for (int g = 0; g < groups.size(); g++) {
      List<String> members = groups.get(g).members();
      if (members.contains(router.plan().name()) && !areAttached(members)) return false;
    }
    return true;
  }

  private boolean areAttached(List<String> members) {
    for (int i = 0; i < routers.size(); i++)
      if (routers.get(i).attachment().isEmpty() && members.contains(routers.get(i).plan().name()))
        return false;
    return true;
  }

  long deadline() {
    long deadline = Math.min(attachAgainAt, Math.min(beatAt, probes.deadline(Router.NEVER)));
    for (int i = 0; i < routers.size(); i++)
      deadline = Math.min(deadline, routers.get(i).deadline());
    return deadline;
  }

  void receive(long now) {
    channels.receive(now);
  }

  void probe(long now) {
    probes.tick(now);
  }

  void tick(long now) {
    for (int i = 0; i < routers.size(); i++) routers.get(i).tick(now);
  }

  void show(long now) {
    for (int i = 0; i < routers.size(); i++) routers.get(i).show();
    Counters strangers = channels.strangers().counters();
    if (strangers.changes() != shownStrangers) {
      shownStrangers = strangers.changes();
      for (int reason = 1; reason < Counters.reasons(); reason++)
        routerBoard.dropped(reason, strangers.of(reason));
    }
    if (now < beatAt) return;
    beatAt = now + BEAT;
    routerBoard.beat(System.nanoTime());
  }

  /** Gives up everything that is held. */
  void stop(long now) {
    for (Participant router : routers) {
      router.attachment().ifPresent(a -> a.router().stop(now));
      router.show();
      leaveChannel(router);
    }
    probes.close();
    macvlans.keep(Set.of());
    routerBoard.close();
  }

  /** How many of its routers are active. */
  long active() {
    return routers.stream()
        .flatMap(router -> router.attachment().stream())
        .filter(attachment -> attachment.router().state() == State.ACTIVE)
        .count();
  }
}
