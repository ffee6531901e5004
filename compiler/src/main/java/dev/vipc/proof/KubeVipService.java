package dev.vipc.proof;

import dev.vipc.model.KubeVip;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An address that kube-vip moves or announces, beside API servers and the etcd behind them. */
abstract sealed class KubeVipService implements Service permits LeaseService, RouteService {
  private final String name;
  final Map<Host, KubeVip> instances;
  final ControlPlane controlPlane;
  final Optional<Duration> objective;

  /**
   * @param instances where it runs, and the text that states it there
   */
  KubeVipService(
      String name,
      Map<Host, KubeVip> instances,
      ControlPlane controlPlane,
      Optional<Duration> objective) {
    this.name = name;
    this.instances = instances;
    this.controlPlane = controlPlane;
    this.objective = objective;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<Fault> singleFaults() {
    List<Fault> faults = new ArrayList<>();
    for (Host host : instances.keySet()) {
      faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.add(Fault.of(Fault.Kind.DOWN, Component.LINK, host));
      faults.addAll(Fault.both(Component.KUBE_VIP, host));
      faults.addAll(Fault.both(Component.API_SERVER, host));
    }
    for (Host host : controlPlane.etcd()) {
      if (!instances.containsKey(host)) faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.addAll(Fault.both(Component.ETCD, host));
    }
    return faults;
  }

  @Override
  public final List<Host> segment() {
    Set<Host> hosts = new LinkedHashSet<>(instances.keySet());
    hosts.addAll(controlPlane.etcd());
    return List.copyOf(hosts);
  }

  final KubeVip instance(Host host) {
    return Optional.ofNullable(instances.get(host)).orElseThrow();
  }

  /** Where each of these states its address. */
  static List<Span> places(Collection<KubeVip> instances) {
    return instances.stream()
        .map(one -> one.address().span().orElse(one.span()))
        .distinct()
        .toList();
  }

  /** What keeps every machine from it, each reason once. */
  final String whyNobody(World world) {
    return instances.keySet().stream()
        .map(host -> cannot(world, host))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** What keeps a machine from it. */
  final String cannot(World world, Host host) {
    if (!world.runs(host)) return "%s is down".formatted(host);
    if (!world.isLinked(host)) return "the link of %s is down".formatted(host);
    return switch (world.of(Component.KUBE_VIP, host)) {
      case DOWN -> "kube-vip does not run on %s".formatted(host);
      case HUNG -> "kube-vip hangs on %s".formatted(host);
      case UP ->
          world.isUp(Component.API_SERVER, host)
              ? controlPlane.whyNotReady(world, host).orElse(well(host))
              : "the API server on %s does not answer".formatted(host);
    };
  }

  /** That nothing keeps a machine from it. */
  abstract String well(Host host);
}
