package dev.vipc.proof;

import dev.vipc.model.Proxy.Server;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.proof.ControlPlane.Answer;
import dev.vipc.proof.Election.Move;
import dev.vipc.proof.Election.Settled;
import dev.vipc.proof.Election.Standing;
import dev.vipc.proof.World.State;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An address that VRRP speakers move, with the proxies or API servers behind it. */
final class VrrpService implements Service {
  private final String name;
  private final List<Speaker> speakers;
  private final List<Balancer> balancers;
  private final ControlPlane controlPlane;
  private final Optional<Duration> objective;
  private final Election election;
  private final Telling telling;
  private final Map<List<Fault>, Settled> begun = new HashMap<>();
  private final Map<List<Speaker>, Settled> mended = new HashMap<>();

  VrrpService(
      String name,
      List<Speaker> speakers,
      List<Balancer> balancers,
      Site site,
      ControlPlane controlPlane,
      Optional<Duration> objective) {
    this.name = name;
    this.speakers = speakers;
    this.controlPlane = controlPlane;
    this.objective = objective;
    this.balancers =
        balancers.stream()
            .filter(b -> speakers.stream().anyMatch(s -> s.host().equals(b.host())))
            .filter(b -> b.listens(addresses(speakers), OptionalInt.empty()))
            .toList();
    this.election = new Election(speakers, new Checks(site, controlPlane, balancers));
    this.telling = new Telling(speakers);
  }

  private static Set<String> addresses(List<Speaker> speakers) {
    return speakers.stream()
        .flatMap(speaker -> speaker.router().knownAddresses().stream())
        .map(address -> address.value().address().toString())
        .collect(Collectors.toSet());
  }

  /** The service of one group; a text says why it cannot be proved. */
  static Optional<String> whyUnknown(VrrpGroup group, Site site) {
    for (Member member : group.members()) {
      Optional<Host> host = site.of(member.node());
      if (host.isEmpty() || Speaker.of(host.get(), member).isEmpty())
        return Optional.of(
            "priority, weights, interval or version of `%s` on %s are not known"
                .formatted(member.router().name().value(), member.label()));
    }
    return Optional.empty();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Fault> singleFaults() {
    List<Fault> faults = new ArrayList<>();
    for (Speaker speaker : speakers) {
      Host host = speaker.host();
      faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.add(Fault.of(Fault.Kind.DOWN, Component.LINK, host));
      faults.addAll(Fault.both(speaker.component(), host));
      balancerOf(host)
          .map(Balancer::component)
          .filter(component -> component != speaker.component())
          .ifPresent(component -> faults.addAll(Fault.both(component, host)));
    }
    for (Host host : apiServers()) {
      boolean speaks = speakers.stream().anyMatch(s -> s.host().equals(host));
      if (!speaks) faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.addAll(Fault.both(Component.API_SERVER, host));
    }
    for (Host host : controlPlane.etcd()) faults.addAll(Fault.both(Component.ETCD, host));
    return faults;
  }

  /** Those that the address can lead to. */
  private Set<Host> apiServers() {
    Set<Host> hosts = new LinkedHashSet<>();
    for (Balancer balancer : balancers)
      balancer.targets().forEach(target -> hosts.add(target.host()));
    for (Speaker speaker : speakers)
      if (balancerOf(speaker.host()).isEmpty()
          && controlPlane.apiServers().contains(speaker.host())) hosts.add(speaker.host());
    return hosts;
  }

  @Override
  public List<Host> segment() {
    Set<Host> hosts = new LinkedHashSet<>();
    speakers.forEach(speaker -> hosts.add(speaker.host()));
    hosts.addAll(apiServers());
    hosts.addAll(controlPlane.etcd());
    return List.copyOf(hosts);
  }

  @Override
  public String likeness(Host host) {
    if (speakers.stream().anyMatch(speaker -> speaker.host().equals(host))) return host.name();
    StringBuilder text = new StringBuilder(controlPlane.etcd().contains(host) ? "etcd" : "");
    for (Balancer balancer : balancers)
      for (Balancer.Target target : balancer.targets())
        if (target.host().equals(host))
          text.append(' ').append(balancer.host().index()).append(likeness(target));
    return text.toString();
  }

  /** What the proof asks of a server, without its place in the file. */
  private static List<Object> likeness(Balancer.Target target) {
    Server server = target.server();
    return List.of(
        target.backend().name().value(),
        server.checked(),
        server.checkTls(),
        server.backup(),
        server.interval().value(),
        server.fastInterval().value(),
        server.fall().value());
  }

  @Override
  public List<Case> judge(List<Fault> faults) {
    if (faults.isEmpty()) {
      Settled whole = settled(List.of());
      return List.of(judged(faults, false, World.WHOLE, whole, whole));
    }
    Settled before = settled(faults.subList(0, faults.size() - 1));
    World world = new World(faults);
    Settled now = election.settle(world, before.holders());
    Settled until = now.with(stuck(faults, world));
    return List.of(
        judged(faults, false, world, before, now),
        judged(faults, true, World.WHOLE, until, mended(until)));
  }

  private List<Speaker> stuck(List<Fault> faults, World world) {
    List<Speaker> stuck = new ArrayList<>();
    for (int count = 0; count < faults.size(); count++)
      for (Speaker holder : settled(faults.subList(0, count)).holders())
        if (world.of(holder.component(), holder.host()) == State.HUNG) stuck.add(holder);
    return stuck;
  }

  /** One after the other; what many cases begin with is worked out once. */
  private Settled settled(List<Fault> faults) {
    Settled known = begun.get(faults);
    if (known != null) return known;
    List<Speaker> before =
        faults.isEmpty() ? List.of() : settled(faults.subList(0, faults.size() - 1)).holders();
    Settled now = election.settle(new World(faults), before);
    begun.put(faults, now);
    return now;
  }

  private Settled mended(Settled broken) {
    List<Speaker> left = election.yielded(World.WHOLE, broken);
    return mended.computeIfAbsent(left, who -> election.settle(World.WHOLE, who));
  }

  private Case judged(
      List<Fault> faults, boolean repaired, World world, Settled before, Settled now) {
    Outcome outcome = outcome(world, before, now);
    Optional<Bounds> detect = Optional.empty();
    Optional<Bounds> restore = Optional.empty();
    if (outcome.serves() && !faults.isEmpty() && !repaired && !usesSick(world, now)) {
      detect = Optional.of(detection(world, before, now));
      restore = Optional.of(restoration(world, detect.get(), before, now));
    }
    boolean late = restore.filter(time -> time.mayExceed(objective)).isPresent();
    Telling.Told told = telling.tell(this, world, outcome, before, now);
    return new Case(
        faults,
        repaired,
        outcome,
        now.holders().stream().map(Speaker::host).toList(),
        now.alike().stream().map(Speaker::host).toList(),
        detect,
        restore,
        late,
        assumptions(now),
        told.why(),
        late ? slow(before, now, told.places()) : told.places(),
        told.help());
  }

  /** Whether some requests go on failing, since no check sees the server that they meet. */
  private boolean usesSick(World world, Settled now) {
    return now.holders().stream()
        .flatMap(holder -> balancerOf(holder.host()).stream())
        .anyMatch(balancer -> !balancer.sickButUsed(world).isEmpty());
  }

  /** The checks that notice late, where it is not the election alone. */
  private static List<Span> slow(Settled before, Settled now, List<Span> otherwise) {
    List<Span> checks =
        left(before, now).stream()
            .flatMap(gone -> now.standings().of(gone).failing().stream())
            .map(failure -> failure.tracker().place())
            .toList();
    return checks.isEmpty() ? otherwise : checks;
  }

  private Outcome outcome(World world, Settled before, Settled now) {
    if (now.circles()) return Outcome.FLAPPING;
    if (now.holders().isEmpty()) return Outcome.OUTAGE;
    if (now.holders().size() > 1) return Outcome.SPLIT;
    Speaker holder = now.holders().getFirst();
    if (unannounced(world, before, holder).isPresent()) return Outcome.BLACK_HOLE;
    if (serves(world, holder).isPresent()) return Outcome.BLACK_HOLE;
    return before.holders().contains(holder) ? Outcome.NO_CHANGE : Outcome.TAKEOVER;
  }

  /**
   * A former second holder that clients still send to: of two holders the one that stays announces
   * the address again only where it hears the other (garp_lower_prio_repeat), so that without that
   * the neighbours' ARP entries go on naming the one that gave it up (measured: for more than 12
   * s).
   */
  Optional<Speaker> unannounced(World world, Settled before, Speaker holder) {
    if (before.claimants().size() < 2 || !before.claimants().contains(holder))
      return Optional.empty();
    return before.claimants().stream()
        .filter(other -> other != holder)
        .filter(other -> !world.reaches(other.host(), holder.host()) || !holder.accepts(other))
        .findFirst();
  }

  /** Why a holder of the address cannot serve; absent where it can. */
  Optional<String> serves(World world, Speaker holder) {
    Host host = holder.host();
    Optional<Balancer> balancer = balancerOf(host);
    if (balancer.isPresent()) return balancer.flatMap(proxy -> whyNot(world, proxy));
    if (!controlPlane.apiServers().contains(host)) return Optional.empty();
    return switch (controlPlane.answer(world, host, host)) {
      case READY -> Optional.empty();
      case SICK -> controlPlane.whyNotReady(world, host);
      case HUNG -> Optional.of("the API server on %s hangs".formatted(host));
      case REFUSED, UNREACHABLE -> Optional.of("no API server runs on %s".formatted(host));
    };
  }

  private Optional<String> whyNot(World world, Balancer proxy) {
    String word = proxy.component().word();
    Answer answer = Checks.through(proxy, world);
    if (answer == Answer.READY) return Optional.empty();
    return Optional.of(
        switch (world.of(proxy.component(), proxy.host())) {
          case DOWN -> "%s does not run on %s".formatted(word, proxy.host());
          case HUNG -> "%s hangs on %s".formatted(word, proxy.host());
          case UP ->
              proxy.used(world).isEmpty()
                  ? "%s on %s has no server whose check succeeds".formatted(word, proxy.host())
                  : "no server that %s on %s still uses is well".formatted(word, proxy.host());
        });
  }

  Optional<Balancer> balancerOf(Host host) {
    return balancers.stream().filter(balancer -> balancer.host().equals(host)).findFirst();
  }

  /** From the fault until someone notices: the proxy's checks, the tracked ones, or the silence. */
  private Bounds detection(World world, Settled before, Settled now) {
    Optional<Speaker> left = left(before, now);
    if (left.isEmpty()) return servers(world, now);
    Standing gone = now.standings().of(left.get());
    if (!gone.talks() || !world.isLinked(gone.speaker().host())) return election(now);
    return gone.failing().stream()
        .map(failure -> failure.reading().notice())
        .reduce(Bounds.NONE, Bounds::andAlso);
  }

  private static Optional<Speaker> left(Settled before, Settled now) {
    return before.holders().stream().filter(holder -> !now.holders().contains(holder)).findFirst();
  }

  private static Bounds election(Settled now) {
    return now.moves().stream()
        .filter(move -> move.took().filter(now.holders()::contains).isPresent())
        .map(Move::time)
        .reduce(Bounds.NONE, Bounds::andAlso);
  }

  /** Until the address has moved, and the proxy behind it uses no server that is not well. */
  private Bounds restoration(World world, Bounds detection, Settled before, Settled now) {
    Bounds servers = servers(world, now);
    // a client may be lucky, and never meet the server that is not well
    if (left(before, now).isEmpty()) return servers.fromZero();
    Bounds election = election(now);
    Bounds moved = detection.equals(election) ? detection : detection.then(election);
    // a holder that hangs keeps the address, and serves until another announces it
    Speaker gone = left(before, now).get();
    boolean hangs = world.of(gone.component(), gone.host()) == State.HUNG;
    if (hangs && world.isLinked(gone.host()) && serves(world, gone).isEmpty())
      moved = moved.fromZero();
    return moved.andAlso(servers.fromZero());
  }

  /** Until the holder's proxy has taken out the servers that are not well. */
  private Bounds servers(World world, Settled now) {
    return now.holders().stream()
        .flatMap(holder -> balancerOf(holder.host()).stream())
        .map(balancer -> balancer.notices(world))
        .reduce(Bounds.NONE, Bounds::andAlso);
  }

  private List<String> assumptions(Settled now) {
    Stream<String> checks =
        now.standings().values().stream().flatMap(standing -> standing.assumptions().stream());
    Stream<String> behind =
        now.holders().stream()
            .filter(holder -> balancerOf(holder.host()).isEmpty())
            .filter(holder -> !controlPlane.apiServers().contains(holder.host()))
            .map(
                holder ->
                    "what answers at the address on %s is not among the files: taken to serve"
                        .formatted(holder.host()));
    return Stream.concat(checks, behind).distinct().toList();
  }

  /** Where a case is decided when nothing more particular is known. */
  List<Span> places() {
    return speakers.stream().map(speaker -> speaker.router().name().span()).toList();
  }
}
