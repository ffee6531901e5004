package dev.vipc.proof;

import dev.vipc.model.HostPort;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Routes;
import dev.vipc.proof.ControlPlane.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The way through one machine's proxy from some of its ports to API servers. */
final class Balancer {
  /** Paths that an API server answers to anyone, and with 500 while it is not well. */
  private static final Set<String> HEALTH_PATHS = Set.of("/healthz", "/livez", "/readyz");

  private static final double STANDARD_INTERVAL = 2;
  private static final int STANDARD_FALL = 3;

  /** keepalived's {@code connect_timeout} where none is written. */
  private static final double LVS_CONNECT_TIMEOUT = 5;

  /** {@code proxy_connect_timeout} where it is not written. */
  private static final double NGINX_CONNECT = 60;

  /** A server of a backend, and the machine that it leads to. */
  record Target(Host host, Server server, Proxy backend) {}

  private final Host host;
  private final ProxyDaemon daemon;
  private final List<Proxy> frontends = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final ControlPlane controlPlane;
  private final Panic panic;

  Balancer(Host host, ProxyDaemon daemon, Site site, ControlPlane controlPlane) {
    this.host = host;
    this.daemon = daemon;
    this.controlPlane = controlPlane;
    Routes routes = new Routes(daemon);
    for (Proxy frontend : daemon.proxies()) {
      if (!frontend.isFrontend()) continue;
      List<Target> behind = new ArrayList<>();
      for (Proxy backend : routes.backendsOf(frontend))
        for (Server server : backend.servers())
          site.of(server)
              .filter(controlPlane.apiServers()::contains)
              .filter(_ -> !server.disabled())
              .ifPresent(to -> behind.add(new Target(to, server, backend)));
      if (!behind.isEmpty()) frontends.add(frontend);
      behind.stream().filter(target -> !targets.contains(target)).forEach(targets::add);
    }
    this.panic = Panic.of(host, targets);
  }

  Component component() {
    return switch (daemon.engine()) {
      case HAPROXY -> Component.HAPROXY;
      case NGINX -> Component.NGINX;
      case ENVOY -> Component.ENVOY;
      case VIPD -> Component.VIPD;
      case LVS -> Component.KEEPALIVED;
    };
  }

  /** Whether it goes on with what it does while its program hangs: the kernel does it. */
  boolean outlivesItsProgram() {
    return daemon.engine() == ProxyDaemon.Engine.LVS;
  }

  Host host() {
    return host;
  }

  List<Target> targets() {
    return targets;
  }

  List<Proxy> frontends() {
    return frontends;
  }

  boolean leadsAnywhere() {
    return !targets.isEmpty();
  }

  /** Whether clients of some address and port end here. */
  boolean listens(Set<String> hosts, OptionalInt port) {
    return frontends.stream()
        .flatMap(frontend -> frontend.listeners().stream())
        .anyMatch(
            listener ->
                (port.isEmpty() || listener.listensOn(port.getAsInt()))
                    && listener.address().value().map(at -> answers(at, hosts)).orElse(true));
  }

  private static boolean answers(HostPort at, Set<String> hosts) {
    return Set.of("", "*", "0.0.0.0", "::").contains(at.host()) || hosts.contains(at.host());
  }

  /** The servers that it sends connections to once its checks have noticed what there is. */
  List<Target> used(World world) {
    List<Target> active = passing(world, false);
    List<Target> used = active.isEmpty() ? passing(world, true) : active;
    return panic.makesUseOfAll(used.size(), targets) ? targets : used;
  }

  private List<Target> passing(World world, boolean backup) {
    return targets.stream()
        .filter(target -> target.server().backup() == backup)
        .filter(target -> isUsed(target, controlPlane.answer(world, host, target.host())))
        .toList();
  }

  /** nginx gives a connection that one server does not take to the next, so no client meets it. */
  private boolean isUsed(Target target, Answer answer) {
    return passes(target, answer) && !(triesTheNext() && isNotTaken(answer));
  }

  private boolean triesTheNext() {
    return daemon.engine() == ProxyDaemon.Engine.NGINX && targets.size() > 1;
  }

  private static boolean isNotTaken(Answer answer) {
    return answer == Answer.REFUSED || answer == Answer.UNREACHABLE;
  }

  /** What a client hears through it at best, and whether every client hears the same. */
  Answer best(World world) {
    return used(world).stream()
        .map(target -> controlPlane.answer(world, host, target.host()))
        .min(Enum::compareTo)
        .orElse(Answer.REFUSED);
  }

  /** Servers that it goes on using although they do not serve. */
  List<Target> sickButUsed(World world) {
    return used(world).stream()
        .filter(target -> controlPlane.answer(world, host, target.host()) != Answer.READY)
        .toList();
  }

  /** Whether the check in force takes such an answer for a server in health. */
  boolean passes(Target target, Answer answer) {
    if (!target.server().checked()) return true;
    Optional<CheckMethod> method = target.backend().check();
    boolean tls = usesTls(target);
    return switch (method.map(CheckMethod::kind).orElse(CheckMethod.Kind.CONNECT)) {
      case CONNECT, TCP_SCRIPT -> answer.compareTo(tls ? Answer.SICK : Answer.HUNG) <= 0;
      case TLS_HELLO -> answer.compareTo(Answer.SICK) <= 0;
      case HTTP -> tls && passesHttp(method.orElseThrow(), answer);
      case OTHER -> answer == Answer.READY;
    };
  }

  private static boolean usesTls(Target target) {
    return target.server().checkTls()
        || target.backend().check().map(CheckMethod::tls).orElse(false);
  }

  private static boolean passesHttp(CheckMethod method, Answer answer) {
    if (answer == Answer.READY) return true;
    boolean asksHealth =
        method.path().value().map(HEALTH_PATHS::contains).orElse(!method.path().isUnset());
    return answer == Answer.SICK && !asksHealth;
  }

  /** How long its checks need to take the servers of these faults out. */
  Bounds notices(World world) {
    Bounds longest = triesTheNext() ? waitsForTheNext(world) : Bounds.NONE;
    for (Target target : targets) {
      Answer answer = controlPlane.answer(world, host, target.host());
      if (answer != Answer.READY && target.server().checked() && !passes(target, answer))
        longest = longest.andAlso(notices(target, answer));
    }
    return longest;
  }

  /** Until nginx has tried the servers that nobody answers for, one after the other. */
  private Bounds waitsForTheNext(World world) {
    long gone =
        targets.stream()
            .filter(to -> controlPlane.answer(world, host, to.host()) == Answer.UNREACHABLE)
            .count();
    if (gone == 0) return Bounds.NONE;
    double connect = seconds(frontends.getFirst().timeouts().connect().value(), NGINX_CONNECT);
    return Bounds.of(
        0,
        gone * connect,
        () ->
            "%s on %s tries %s before the next: %s s each"
                .formatted(
                    component().word(),
                    host,
                    gone == 1 ? "a server that is gone" : gone + " servers that are gone",
                    Bounds.seconds(connect)));
  }

  private Bounds notices(Target target, Answer answer) {
    double interval = seconds(target.server().interval().value(), STANDARD_INTERVAL);
    double fast = seconds(target.server().fastInterval().value(), interval);
    int fall = Site.or(target.server().fall(), STANDARD_FALL);
    double check = checkTime(target, answer, interval);
    return Bounds.of(
        (fall - 1) * fast,
        interval + (fall - 1) * fast + fall * check,
        () ->
            "%s on %s takes %s out: %s failed checks, %s s apart%s"
                .formatted(
                    component().word(),
                    host,
                    target.server().name().value(),
                    fall,
                    Bounds.seconds(fast),
                    check == 0 ? "" : " and up to " + Bounds.seconds(check) + " s each"));
  }

  /**
   * HAProxy's manual, "timeout check": without it the interval bounds a whole check. A TLS
   * handshake that nobody answers counts as connecting.
   */
  private double checkTime(Target target, Answer answer, double interval) {
    if (answer == Answer.REFUSED || answer == Answer.SICK) return 0;
    // keepalived counts the interval from the end of a check
    if (daemon.engine() == ProxyDaemon.Engine.LVS)
      return seconds(target.backend().timeouts().check().value(), LVS_CONNECT_TIMEOUT);
    var timeouts = target.backend().timeouts();
    if (timeouts.check().isUnset()) return interval;
    // Envoy's limit is one for the whole check
    if (daemon.engine() == ProxyDaemon.Engine.ENVOY)
      return seconds(timeouts.check().value(), interval);
    double connect = Math.min(interval, seconds(timeouts.connect().value(), interval));
    double read = seconds(timeouts.check().value(), 0);
    return answer == Answer.UNREACHABLE || usesTls(target) ? connect : read;
  }

  private static double seconds(Optional<Duration> duration, double standard) {
    return duration.map(d -> d.toNanos() / 1e9).orElse(standard);
  }
}
