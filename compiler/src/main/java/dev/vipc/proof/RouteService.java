package dev.vipc.proof;

import dev.vipc.model.KubeVip;
import dev.vipc.proof.ControlPlane.Answer;
import dev.vipc.proof.World.State;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An address that kube-vip announces to routers from every machine (BGP): nobody is elected, and
 * the routers spread clients over all that announce it.
 *
 * <p>The routers themselves, and the time that they take to forget a route once it is taken back,
 * are no part of it.
 */
final class RouteService extends KubeVipService {
  private static final String CHECK = "control_plane_health_check_";

  /**
   * @param instances where it runs, and the text that states it there
   */
  RouteService(
      String name,
      Map<Host, KubeVip> instances,
      ControlPlane controlPlane,
      Optional<Duration> objective) {
    super(name, instances, controlPlane, objective);
  }

  /** No machine comes before another. */
  @Override
  public String likeness(Host host) {
    KubeVip one = instances.get(host);
    return "%s %s %s"
        .formatted(
            one != null,
            one != null ? hold(one) + " " + keepalive(one) + " " + checks(one) : "",
            controlPlane.etcd().contains(host));
  }

  @Override
  String well(Host host) {
    return "%s is well".formatted(host);
  }

  @Override
  public List<Case> judge(List<Fault> faults) {
    if (faults.isEmpty()) return List.of(judged(faults, false, World.WHOLE, World.WHOLE));
    World before = new World(faults.subList(0, faults.size() - 1));
    World world = new World(faults);
    return List.of(judged(faults, false, before, world), judged(faults, true, world, World.WHOLE));
  }

  private Case judged(List<Fault> faults, boolean repaired, World before, World world) {
    List<Host> announcing = announcing(world);
    List<Host> gone =
        announcing(before).stream().filter(host -> !announcing.contains(host)).toList();
    List<Host> dead = announcing.stream().filter(host -> !serves(world, host)).toList();
    Outcome outcome =
        announcing.isEmpty()
            ? Outcome.OUTAGE
            : !dead.isEmpty()
                ? Outcome.BLACK_HOLE
                : gone.isEmpty() ? Outcome.NO_CHANGE : Outcome.TAKEOVER;
    boolean timed = !faults.isEmpty() && !repaired && outcome.serves();
    Optional<Bounds> detect = timed ? Optional.of(withdrawn(world, gone)) : Optional.empty();
    Optional<Bounds> restore =
        timed
            ? Optional.of(
                withdrawn(world, gone.stream().filter(host -> !serves(world, host)).toList()))
            : Optional.empty();
    boolean late = restore.filter(time -> time.mayExceed(objective)).isPresent();
    return new Case(
        faults,
        repaired,
        outcome,
        announcing,
        List.of(),
        detect,
        restore,
        late,
        assumptions(gone),
        why(world, announcing, gone, dead),
        outcome.serves() && !late ? List.of() : places(dead),
        outcome.serves() ? Optional.empty() : Optional.of(help(outcome)));
  }

  private List<Host> announcing(World world) {
    return instances.keySet().stream().filter(host -> announces(world, host)).toList();
  }

  private boolean announces(World world, Host host) {
    return world.isLinked(host)
        && world.isUp(Component.KUBE_VIP, host)
        && (!checks(instance(host)) || ownAnswer(world, host) == Answer.READY);
  }

  /** Whether clients that a router sends there are served. */
  private boolean serves(World world, Host host) {
    return world.isLinked(host) && ownAnswer(world, host) == Answer.READY;
  }

  private Answer ownAnswer(World world, Host host) {
    return controlPlane.answer(world, host, host);
  }

  /** Until the routers have the routes of machines no longer: the last of them decides. */
  private Bounds withdrawn(World world, List<Host> gone) {
    Bounds all = Bounds.NONE;
    for (Host host : gone) all = all.andAlso(withdrawn(world, host));
    return all;
  }

  private Bounds withdrawn(World world, Host host) {
    KubeVip one = instance(host);
    if (!world.isLinked(host) || world.of(Component.KUBE_VIP, host) == State.HUNG) {
      int hold = hold(one);
      int keepalive = keepalive(one);
      return Bounds.of(
          Math.max(0, hold - keepalive),
          hold,
          () ->
              "a router keeps the route for %d s since it last heard the node, which speaks every %d s"
                  .formatted(hold, keepalive));
    }
    if (world.of(Component.KUBE_VIP, host) == State.DOWN) return Bounds.NONE;
    int interval = number(one, CHECK + "period_seconds", 5);
    int fall = number(one, CHECK + "failure_threshold", 3);
    int timeout =
        ownAnswer(world, host) == Answer.HUNG ? number(one, CHECK + "timeout_seconds", 3) : 0;
    return Bounds.of(
        (fall - 1) * (double) interval + timeout,
        fall * (double) Math.max(interval, timeout) + timeout,
        () ->
            "%d bad answers in a row, one asked for every %d s%s"
                .formatted(
                    fall,
                    interval,
                    timeout == 0 ? "" : " and waited for for %d s".formatted(timeout)));
  }

  private static boolean checks(KubeVip one) {
    return !one.settings().text(CHECK + "address").isUnset();
  }

  private static int hold(KubeVip one) {
    return number(one, "bgp_hold_time", 30);
  }

  private static int keepalive(KubeVip one) {
    return number(one, "bgp_keepalive_interval", 10);
  }

  private static int number(KubeVip one, String variable, int standard) {
    return one.settings().number(variable).orDefault(standard).orElse(standard);
  }

  private static List<String> assumptions(List<Host> gone) {
    return gone.isEmpty()
        ? List.of()
        : List.of(
            "the routers take kube-vip's hold time, and forget a route as soon as it is taken back");
  }

  private String why(World world, List<Host> announcing, List<Host> gone, List<Host> dead) {
    if (announcing.isEmpty()) return "no machine announces the address: " + whyNobody(world);
    if (!dead.isEmpty())
      return "%s; it still announces the address, and the routers send a share of the clients there"
          .formatted(cannot(world, dead.getFirst()));
    if (gone.isEmpty())
      return "%s announce%s the address"
          .formatted(names(announcing), announcing.size() == 1 ? "s" : "");
    return "%s; %s go%s on announcing the address"
        .formatted(
            cannot(world, gone.getFirst()), names(announcing), announcing.size() == 1 ? "es" : "");
  }

  private static String names(List<Host> hosts) {
    return hosts.stream().map(Host::name).collect(Collectors.joining(", "));
  }

  private List<Span> places(List<Host> dead) {
    return places(dead.isEmpty() ? instances.values() : dead.stream().map(this::instance).toList());
  }

  private static String help(Outcome outcome) {
    return outcome == Outcome.BLACK_HOLE
        ? "let kube-vip ask the API server (`control_plane_health_check_address`, from 1.2.0 on)"
        : "run three or five control-plane nodes, so that one can fail and etcd keeps its quorum";
  }
}
