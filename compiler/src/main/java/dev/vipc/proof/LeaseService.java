package dev.vipc.proof;

import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import dev.vipc.proof.ControlPlane.Answer;
import dev.vipc.proof.World.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address that kube-vip moves by a Lease of the API that it serves: who cannot renew gives the
 * address up, and who cannot reach the API never takes it.
 *
 * <p>Each static pod asks the API server of its own machine, as the alias {@code kubernetes} for
 * 127.0.0.1 in its manifest says. The pods of a DaemonSet that mounts no kubeconfig ask whichever
 * the Service {@code kubernetes} leads them to, so that a holder keeps the address though its own
 * API server is dead; unless kube-vip balances over all of them.
 */
final class LeaseService extends KubeVipService {
  /** client-go waits up to this many retry periods between two looks at a lease. */
  private static final double JITTER = 1.2;

  private static final String KUBECONFIG = "/etc/kubernetes/admin.conf";
  private static final Version LONGER_LEASES = new Version(1, 1, 0);

  private final double lease;
  private final double renew;
  private final double retry;

  /**
   * @param instances where it runs, and the text that states it there
   * @param version of kube-vip, for the timers that nothing states
   */
  LeaseService(
      String name,
      Map<Host, KubeVip> instances,
      Version version,
      ControlPlane controlPlane,
      Optional<Duration> objective) {
    super(name, instances, controlPlane, objective);
    boolean longer = version.compareTo(LONGER_LEASES) >= 0;
    this.lease = longest("vip_leaseduration", longer ? 15 : 5);
    this.renew = longest("vip_renewdeadline", longer ? 10 : 3);
    this.retry = longest("vip_retryperiod", longer ? 2 : 1);
  }

  private double longest(String variable, int standard) {
    return instances.values().stream()
        .mapToInt(one -> one.settings().number(variable).orDefault(standard).orElse(standard))
        .max()
        .orElse(standard);
  }

  /** The first to hold it differs from the rest. */
  @Override
  public String likeness(Host host) {
    boolean first = host.equals(segment().getFirst());
    return "%s %s %s"
        .formatted(first, instances.containsKey(host), controlPlane.etcd().contains(host));
  }

  @Override
  String well(Host host) {
    return "%s can renew".formatted(host);
  }

  @Override
  public List<Case> judge(List<Fault> faults) {
    Optional<Host> before = holder(World.WHOLE, Optional.empty());
    if (faults.isEmpty()) return List.of(judged(faults, false, World.WHOLE, before, before));
    Optional<Host> now = before;
    World world = World.WHOLE;
    for (int count = 1; count <= faults.size(); count++) {
      before = now;
      world = new World(faults.subList(0, count));
      now = holder(world, now);
    }
    Optional<Host> mended = holder(World.WHOLE, now);
    return List.of(
        judged(faults, false, world, before, now), judged(faults, true, World.WHOLE, now, mended));
  }

  /** A holder that can renew stays; else any that can take it, here the first. */
  private Optional<Host> holder(World world, Optional<Host> before) {
    return before
        .filter(host -> mayHold(world, host))
        .or(() -> instances.keySet().stream().filter(host -> mayHold(world, host)).findFirst());
  }

  private boolean mayHold(World world, Host host) {
    return world.isLinked(host)
        && world.isUp(Component.KUBE_VIP, host)
        && (asksOwn(host) ? hasOwn(world, host) : hasAny(world, host));
  }

  private boolean hasOwn(World world, Host host) {
    return controlPlane.answer(world, host, host) == Answer.READY;
  }

  private boolean hasAny(World world, Host host) {
    return controlPlane.apiServers().stream()
        .anyMatch(server -> controlPlane.answer(world, host, server) == Answer.READY);
  }

  private boolean asksOwn(Host host) {
    KubeVip one = instance(host);
    return one.form() != KubeVip.Form.DAEMON_SET
        || one.pod()
            .filter(pod -> pod.isOpen() || pod.mountedAt(KUBECONFIG).isPresent())
            .isPresent();
  }

  /** Whether clients that come to a holder are served, by its own API server or another one. */
  private boolean isServed(World world, Host host) {
    KubeVip one = instance(host);
    boolean balances =
        one.settings().isOn("lb_enable") && one.settings().text("lb_fwdmethod").is("masquerade");
    return hasOwn(world, host) || balances && hasAny(world, host);
  }

  private Case judged(
      List<Fault> faults,
      boolean repaired,
      World world,
      Optional<Host> before,
      Optional<Host> now) {
    Outcome outcome =
        now.isEmpty()
            ? Outcome.OUTAGE
            : !isServed(world, now.get())
                ? Outcome.BLACK_HOLE
                : now.equals(before) ? Outcome.NO_CHANGE : Outcome.TAKEOVER;
    boolean moved = outcome == Outcome.TAKEOVER && !repaired;
    Optional<Bounds> time =
        faults.isEmpty() || repaired || !outcome.serves()
            ? Optional.empty()
            : Optional.of(moved ? expiry() : Bounds.NONE);
    Optional<Bounds> restored =
        time.map(
            bounds ->
                before.filter(host -> serves(world, host)).isPresent()
                    ? bounds.fromZero()
                    : bounds);
    boolean late = restored.filter(bounds -> bounds.mayExceed(objective)).isPresent();
    return new Case(
        faults,
        repaired,
        outcome,
        now.stream().toList(),
        List.of(),
        time,
        restored,
        late,
        assumptions(world, moved),
        why(world, before, now),
        !outcome.serves() || late ? places(instances.values()) : List.of(),
        outcome.serves() ? Optional.empty() : Optional.of(help(world, now)));
  }

  /** Whether clients that still reach a former holder are served by it. */
  private boolean serves(World world, Host host) {
    return world.isLinked(host)
        && world.of(Component.KUBE_VIP, host) != State.UP
        && controlPlane.answer(world, host, host) == Answer.READY;
  }

  /** client-go's leaderelection: a lease is free once it was not seen renewed for its duration. */
  Bounds expiry() {
    return Bounds.of(
        lease - retry,
        lease + 2 * JITTER * retry,
        () ->
            "the lease lasts %s s since it was last seen renewed; it is renewed and looked at every %s s"
                .formatted(Bounds.seconds(lease), Bounds.seconds(retry)));
  }

  private String why(World world, Optional<Host> before, Optional<Host> now) {
    if (now.isEmpty())
      return "nobody can renew the lease: "
          + whyNobody(world)
          + "; the holder gives the address up after %s s".formatted(Bounds.seconds(renew));
    if (!isServed(world, now.get()))
      return "%s holds the lease through another API server, and its own does not serve the address"
          .formatted(now.get());
    if (now.equals(before)) return "%s goes on renewing the lease".formatted(now.get());
    return before
        .map(host -> "%s; %s takes the lease".formatted(cannot(world, host), now.get()))
        .orElseGet(() -> "%s takes the lease".formatted(now.get()));
  }

  private List<String> assumptions(World world, boolean moved) {
    List<String> assumptions = new ArrayList<>();
    long able = instances.keySet().stream().filter(host -> mayHold(world, host)).count();
    if (moved && able > 1)
      assumptions.add("which of %d machines takes the lease is decided by chance".formatted(able));
    return assumptions;
  }

  private String help(World world, Optional<Host> now) {
    if (now.isPresent())
      return "run kube-vip as static pods, which ask their own API server, or let it balance";
    boolean quorum =
        instances.keySet().stream()
            .anyMatch(host -> controlPlane.whyNotReady(world, host).orElse("").contains("quorum"));
    return quorum
        ? "run three or five control-plane nodes, so that one can fail and etcd keeps its quorum"
        : "run kube-vip on more control-plane nodes";
  }
}
