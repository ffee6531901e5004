package dev.vipc.proof;

import dev.vipc.model.CheckScript;
import dev.vipc.model.CheckScript.Probe;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.model.VrrpTracker;
import dev.vipc.proof.ControlPlane.Answer;
import dev.vipc.proof.World.State;
import dev.vipc.source.Located;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** What tracked scripts, processes and interfaces say, by what they really test. */
final class Checks {
  /** Paths that an API server answers to anyone (the role system:public-info-viewer). */
  private static final Set<String> PUBLIC_PATHS =
      Set.of("/healthz", "/livez", "/readyz", "/version");

  private static final int API_SERVER_PORT = 6443;
  private static final double STANDARD_INTERVAL = 1;

  private final ControlPlane controlPlane;
  private final List<Balancer> balancers;
  private final Site site;

  Checks(Site site, ControlPlane controlPlane, List<Balancer> balancers) {
    this.site = site;
    this.controlPlane = controlPlane;
    this.balancers = balancers;
  }

  /**
   * @param holders who holds the address: a check may ask the service through it
   */
  Reading read(Speaker speaker, VrrpTracker tracker, World world, List<Speaker> holders) {
    Track track = tracker.track();
    String name = track.name().value();
    return switch (track.kind()) {
      case SCRIPT -> script(speaker, name, world, holders);
      case PROCESS -> process(speaker, name, world);
      case INTERFACE -> iface(speaker, name, world);
      case FILE, BFD ->
          Reading.assumedWell("what `%s` tells is not known: taken as well".formatted(name));
    };
  }

  private static Reading iface(Speaker speaker, String name, World world) {
    if (!speaker.router().iface().is(name))
      return Reading.assumedWell("interface `%s` is taken as up".formatted(name));
    return world.isLinked(speaker.host())
        ? Reading.well("`%s` is up".formatted(name))
        : Reading.failing(Bounds.NONE, "`%s` is down".formatted(name));
  }

  private Reading process(Speaker speaker, String name, World world) {
    Optional<String> process =
        speaker.member().daemon().processes().stream()
            .filter(p -> p.name().value().equals(name))
            .findFirst()
            .flatMap(p -> p.process().value());
    return process
        .map(text -> exists(speaker, text, world))
        .orElseGet(
            () -> Reading.assumedWell("process check `%s` is taken as well".formatted(name)));
  }

  private Reading script(Speaker speaker, String name, World world, List<Speaker> holders) {
    Optional<TrackScript> script =
        speaker.member().daemon().scripts().stream()
            .filter(s -> s.name().value().equals(name))
            .findFirst();
    if (script.isEmpty()) return Reading.assumedWell("`%s` is not defined".formatted(name));
    List<CheckScript> runs =
        speaker.member().node().parts().all(CheckScript.class).stream()
            .filter(file -> file.isRunBy(script.get()))
            .toList();
    if (runs.isEmpty())
      return Reading.assumedWell(
          "what `%s` runs is not among the files: taken to succeed".formatted(name));
    Reading reading = run(speaker, name, runs, world, holders);
    return reading.well() ? reading : believed(script.get(), reading);
  }

  /** keepalived believes a failure after {@code fall} runs in a row, one each interval. */
  private static Reading believed(TrackScript script, Reading failing) {
    double interval = seconds(script.interval(), STANDARD_INTERVAL);
    double timeout = seconds(script.timeout(), interval);
    int fall = Math.max(1, Site.or(script.fall(), 1));
    double shortest = Math.min(timeout, failing.notice().best());
    double longest = Math.min(timeout, failing.notice().worst());
    // a slot in which the last run is still active is skipped
    double period = interval * (Math.floor(longest / interval) + 1);
    if (longest < interval || longest == 0) period = interval;
    Bounds until =
        Bounds.of(
            (fall - 1) * interval + shortest,
            interval + (fall - 1) * period + longest,
            () ->
                "`%s` fails %d %s in a row, every %s s%s"
                    .formatted(
                        script.name().value(),
                        fall,
                        fall == 1 ? "time" : "times",
                        Bounds.seconds(interval),
                        longest == 0
                            ? ""
                            : ", a run taking up to " + Bounds.seconds(longest) + " s"));
    return new Reading(
        false, Bounds.NONE, failing.cause().then(until), failing.why(), failing.assumptions());
  }

  private Reading run(
      Speaker speaker, String name, List<CheckScript> runs, World world, List<Speaker> holders) {
    List<String> assumptions = new ArrayList<>();
    List<Reading> readings = new ArrayList<>();
    for (CheckScript run : runs) {
      for (Located<String> test : run.processTests())
        readings.add(exists(speaker, test.value(), world));
      for (Probe probe : run.probes())
        readings.add(
            probe.url().value().startsWith("telnet:")
                ? connect(speaker, probe.target(), world, holders)
                : probe(speaker, run, probe, world, holders)
                    .after(cause(speaker, probe, world, holders)));
      for (Setting<HostPort> target : run.connects())
        readings.add(connect(speaker, target, world, holders));
      if (!run.otherTests().isEmpty())
        assumptions.add(
            "`%s` also runs `%s`, which is taken to succeed"
                .formatted(name, run.otherTests().getFirst().value().strip()));
    }
    for (Reading reading : readings)
      if (!reading.well()) return reading;
      else assumptions.addAll(reading.assumptions());
    String why =
        readings.isEmpty()
            ? "`%s` tests nothing that is known".formatted(name)
            : readings.getFirst().why();
    return new Reading(true, Bounds.NONE, Bounds.NONE, why, assumptions);
  }

  /** A test that only asks whether a process exists. */
  private Reading exists(Speaker speaker, String text, World world) {
    Host host = speaker.host();
    Optional<Component> tested =
        Stream.of(Component.values())
            .filter(c -> c != Component.NODE && c != Component.LINK)
            .filter(c -> text.contains(processOf(c)))
            .findFirst();
    if (tested.isEmpty())
      return Reading.assumedWell("the process of `%s` is taken to exist".formatted(text));
    State state = world.of(tested.get(), host);
    String word = tested.get().word();
    return switch (state) {
      case UP -> Reading.well("%s runs".formatted(word));
      case HUNG -> Reading.well("%s hangs, but its process exists".formatted(word));
      case DOWN -> Reading.failing(Bounds.NONE, "%s does not run".formatted(word));
    };
  }

  private static String processOf(Component component) {
    return component == Component.API_SERVER ? "kube-apiserver" : component.word();
  }

  private Reading probe(
      Speaker speaker, CheckScript run, Probe probe, World world, List<Speaker> holders) {
    Optional<HostPort> target = probe.target().value();
    if (target.isEmpty())
      return Reading.assumedWell("a request whose target is not known is taken to succeed");
    if (isVirtual(speaker, target.get())
        && !run.addressGreps().isEmpty()
        && !holders.contains(speaker))
      return Reading.well("it does not hold the address, so it does not ask through it");
    Optional<Answer> answer = heard(speaker, target.get(), world, holders);
    String url = probe.url().value();
    if (answer.isEmpty()) return Reading.assumedWell("`%s` is taken to be answered".formatted(url));
    String path = Site.or(probe.path(), "/").replaceFirst("\\?.*", "");
    boolean open = PUBLIC_PATHS.contains(path);
    double limit = seconds(probe.limit(), Double.MAX_VALUE);
    return switch (answer.get()) {
      case READY ->
          open || !probe.failsOnHttpError()
              ? Reading.well("`%s` is answered".formatted(url))
              : Reading.failing(
                  Bounds.NONE, "`%s` is answered 403 to who has no account".formatted(url));
      case SICK ->
          probe.failsOnHttpError() && !path.equals("/version")
              ? Reading.failing(Bounds.NONE, "`%s` is answered with an error".formatted(url))
              : Reading.well("`%s` is answered with an error, which passes".formatted(url));
      case HUNG, UNREACHABLE ->
          Reading.failing(
              new Bounds(limit, limit, List.of()), "`%s` is not answered".formatted(url));
      case REFUSED -> Reading.failing(Bounds.NONE, "`%s` is refused".formatted(url));
    };
  }

  /** How long the proxy that a request goes through goes on using servers that are not well. */
  private Bounds cause(Speaker speaker, Probe probe, World world, List<Speaker> holders) {
    return probe
        .target()
        .value()
        .flatMap(to -> host(speaker, to, holders).flatMap(host -> proxyAt(host, to)))
        .filter(proxy -> world.isUp(proxy.component(), proxy.host()))
        .map(proxy -> proxy.notices(world))
        .orElse(Bounds.NONE);
  }

  private Reading connect(
      Speaker speaker, Setting<HostPort> target, World world, List<Speaker> holders) {
    Optional<Answer> answer =
        target.value().flatMap(to -> heardByConnecting(speaker, to, world, holders));
    if (answer.isEmpty())
      return Reading.assumedWell("a connection to what is not known is taken to open");
    return answer.get().compareTo(Answer.HUNG) <= 0
        ? Reading.well("the port accepts connections")
        : Reading.failing(Bounds.NONE, "the port refuses connections");
  }

  private Optional<Answer> heardByConnecting(
      Speaker speaker, HostPort target, World world, List<Speaker> holders) {
    Optional<Host> at = host(speaker, target, holders);
    Optional<Balancer> proxy = at.flatMap(host -> proxyAt(host, target));
    if (proxy.isEmpty()) return heard(speaker, target, world, holders);
    if (!world.reaches(speaker.host(), at.get())) return Optional.of(Answer.UNREACHABLE);
    return Optional.of(
        world.of(proxy.get().component(), at.get()) == State.DOWN ? Answer.REFUSED : Answer.HUNG);
  }

  /** What is heard at an address and port; absent where nobody knows what listens there. */
  private Optional<Answer> heard(
      Speaker speaker, HostPort target, World world, List<Speaker> holders) {
    Optional<Host> at = host(speaker, target, holders);
    if (at.isEmpty())
      return isVirtual(speaker, target) ? Optional.of(Answer.UNREACHABLE) : Optional.empty();
    if (!world.reaches(speaker.host(), at.get())) return Optional.of(Answer.UNREACHABLE);
    Optional<Balancer> proxy = proxyAt(at.get(), target);
    if (proxy.isPresent()) return Optional.of(through(proxy.get(), world));
    if (target.port().orElse(API_SERVER_PORT) != API_SERVER_PORT) return Optional.empty();
    return controlPlane.apiServers().contains(at.get())
        ? Optional.of(controlPlane.answer(world, speaker.host(), at.get()))
        : Optional.empty();
  }

  /** What a client hears from a proxy. */
  static Answer through(Balancer proxy, World world) {
    return switch (world.of(proxy.component(), proxy.host())) {
      case DOWN -> Answer.REFUSED;
      case HUNG -> proxy.outlivesItsProgram() ? proxy.best(world) : Answer.HUNG;
      case UP -> proxy.best(world);
    };
  }

  private Optional<Balancer> proxyAt(Host host, HostPort target) {
    Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", "::1", target.host()));
    OptionalInt port = target.port();
    return balancers.stream()
        .filter(balancer -> balancer.host().equals(host) && balancer.listens(names, port))
        .findFirst();
  }

  private Optional<Host> host(Speaker speaker, HostPort target, List<Speaker> holders) {
    String name = target.host();
    Optional<IpAddress> address = target.address();
    boolean local =
        name.equals("localhost")
            || address.filter(ip -> ip.address().isLoopbackAddress()).isPresent();
    if (local) return Optional.of(speaker.host());
    if (isVirtual(speaker, target))
      return holders.contains(speaker)
          ? Optional.of(speaker.host())
          : holders.stream().map(Speaker::host).findFirst();
    return address.flatMap(site::at);
  }

  private static boolean isVirtual(Speaker speaker, HostPort target) {
    return target
        .address()
        .filter(
            ip ->
                speaker.router().knownAddresses().stream()
                    .anyMatch(held -> held.value().address().equals(ip)))
        .isPresent();
  }

  private static double seconds(Setting<Duration> setting, double standard) {
    return setting.value().map(d -> d.toNanos() / 1e9).orElse(standard);
  }
}
