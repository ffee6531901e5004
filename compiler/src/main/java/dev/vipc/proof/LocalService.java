package dev.vipc.proof;

import dev.vipc.proof.ControlPlane.Answer;
import dev.vipc.proof.World.State;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Balancing on every machine: each one's kubelet asks a proxy of its own, and no address moves.
 *
 * <p>A proxy that dies, or a machine that is cut off, takes the API from that machine alone, as the
 * death of the machine would; what counts is whether the others go on.
 */
final class LocalService implements Service {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  private final String name;
  private final List<Balancer> balancers;
  private final ControlPlane controlPlane;
  private final Optional<Duration> objective;

  /**
   * @param balancers one or more a machine
   */
  LocalService(
      String name,
      List<Balancer> balancers,
      ControlPlane controlPlane,
      Optional<Duration> objective) {
    this.name = name;
    this.balancers = balancers;
    this.controlPlane = controlPlane;
    this.objective = objective;
  }

  /** Whether a proxy serves its own machine alone. */
  static boolean isLocal(Balancer balancer) {
    return balancer.frontends().stream()
        .flatMap(frontend -> frontend.listeners().stream())
        .allMatch(l -> l.address().value().filter(at -> LOOPBACK.contains(at.host())).isPresent());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Fault> singleFaults() {
    List<Fault> faults = new ArrayList<>();
    for (Host host : segment()) {
      faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.add(Fault.of(Fault.Kind.DOWN, Component.LINK, host));
    }
    for (Balancer balancer : balancers)
      faults.addAll(Fault.both(balancer.component(), balancer.host()));
    for (Host host : apiServers()) faults.addAll(Fault.both(Component.API_SERVER, host));
    for (Host host : controlPlane.etcd()) faults.addAll(Fault.both(Component.ETCD, host));
    return faults;
  }

  private Set<Host> apiServers() {
    return balancers.stream()
        .flatMap(balancer -> balancer.targets().stream().map(Balancer.Target::host))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public List<Host> segment() {
    Set<Host> hosts = new LinkedHashSet<>();
    balancers.forEach(balancer -> hosts.add(balancer.host()));
    hosts.addAll(apiServers());
    hosts.addAll(controlPlane.etcd());
    return List.copyOf(hosts);
  }

  /** By the servers that its proxies know, and by the proxies that know it. */
  @Override
  public String likeness(Host host) {
    Stream<Object> own =
        balancers.stream().filter(b -> b.host().equals(host)).map(LocalService::shape);
    Stream<Object> of =
        balancers.stream()
            .filter(b -> b.targets().stream().anyMatch(target -> target.host().equals(host)))
            .map(b -> b.host().equals(host) ? "itself" : shape(b));
    return "%s %s %s"
        .formatted(
            controlPlane.etcd().contains(host),
            own.toList(),
            of.map(Object::toString).sorted().toList());
  }

  private static Object shape(Balancer balancer) {
    return balancer.component()
        + balancer.targets().stream()
            .map(target -> target.host().name())
            .sorted()
            .toList()
            .toString();
  }

  @Override
  public List<Case> judge(List<Fault> faults) {
    Case broken = judged(faults, false, new World(faults));
    return faults.isEmpty() ? List.of(broken) : List.of(broken, judged(faults, true, World.WHOLE));
  }

  private Case judged(List<Fault> faults, boolean repaired, World world) {
    List<Balancer> alive =
        balancers.stream()
            .filter(b -> world.isUp(b.component(), b.host()) && world.isLinked(b.host()))
            .toList();
    List<Balancer> dark = alive.stream().filter(b -> b.best(world) != Answer.READY).toList();
    boolean serves = dark.isEmpty() && !alive.isEmpty();
    Bounds noticed = alive.stream().map(b -> b.notices(world)).reduce(Bounds.NONE, Bounds::andAlso);
    boolean timed = serves && !repaired && !faults.isEmpty();
    boolean unnoticed = alive.stream().anyMatch(b -> !b.sickButUsed(world).isEmpty());
    boolean late = timed && !unnoticed && noticed.mayExceed(objective);
    Stream<Span> places = dark.stream().map(LocalService::place);
    return new Case(
        faults,
        repaired,
        serves ? Outcome.NO_CHANGE : alive.isEmpty() ? Outcome.OUTAGE : Outcome.BLACK_HOLE,
        List.of(),
        List.of(),
        timed && !unnoticed ? Optional.of(noticed) : Optional.empty(),
        // a client may be lucky, and never meet the server that is not well
        timed && !unnoticed ? Optional.of(noticed.fromZero()) : Optional.empty(),
        late,
        List.of(),
        why(world, alive, dark),
        (serves && !late ? Stream.<Span>of() : serves ? servers() : places).toList(),
        serves ? Optional.empty() : Optional.of("list every API server on every machine"));
  }

  private Stream<Span> servers() {
    return balancers.stream().map(LocalService::place);
  }

  private static Span place(Balancer balancer) {
    return balancer.targets().getFirst().server().span();
  }

  private String why(World world, List<Balancer> alive, List<Balancer> dark) {
    List<String> parts = new ArrayList<>();
    for (Balancer balancer : balancers)
      if (!alive.contains(balancer)) parts.add(lost(world, balancer));
    for (Balancer balancer : dark)
      parts.add(
          "%s on %s reaches no API server that is well"
              .formatted(balancer.component().word(), balancer.host()));
    for (Balancer balancer : alive)
      if (!dark.contains(balancer) && !balancer.sickButUsed(world).isEmpty())
        parts.add(goesOn(world, balancer));
    if (parts.isEmpty()) return "every machine's proxy reaches an API server that is well";
    return String.join("; ", parts);
  }

  private static String goesOn(World world, Balancer balancer) {
    return "%s on %s goes on trying %s, so some requests wait or fail"
        .formatted(
            balancer.component().word(),
            balancer.host(),
            balancer.sickButUsed(world).stream()
                .map(target -> target.host().name())
                .collect(Collectors.joining(", ")));
  }

  private static String lost(World world, Balancer balancer) {
    Host host = balancer.host();
    if (!world.runs(host)) return "%s is down".formatted(host);
    if (!world.isLinked(host)) return "%s alone is cut off".formatted(host);
    String word = balancer.component().word();
    return world.of(balancer.component(), host) == State.HUNG
        ? "%s hangs on %s, which alone loses the API".formatted(word, host)
        : "%s does not run on %s, which alone loses the API".formatted(word, host);
  }
}
