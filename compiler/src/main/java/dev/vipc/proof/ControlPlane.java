package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The API servers and the etcd behind them.
 *
 * @param apiServers where one runs
 * @param etcd where a member runs; empty where the files say nothing of it
 * @param stacked whether each API server asks the member on its own machine (kubeadm's local etcd)
 */
record ControlPlane(Set<Host> apiServers, Set<Host> etcd, boolean stacked) {
  /** What someone hears who asks an API server for its health. */
  enum Answer {
    /** It is well. */
    READY,
    /** It answers that it is not (500). */
    SICK,
    /** The connection opens and nothing comes. */
    HUNG,
    /** The machine refuses the connection. */
    REFUSED,
    /** Nothing comes back at all. */
    UNREACHABLE
  }

  static ControlPlane of(Site site) {
    Deployment deployment = site.deployment();
    Set<Host> apiServers = new LinkedHashSet<>();
    for (Inventory.Entry entry : Inventory.of(deployment).entries())
      if (entry.controlPlane()) site.at(entry.address().value()).ifPresent(apiServers::add);
    for (Node node : deployment.nodes())
      if (runsKubeVip(node)) site.of(node).ifPresent(apiServers::add);
    List<KubeadmFile.Cluster> clusters = deployment.clusters();
    Set<Host> external = new LinkedHashSet<>();
    for (KubeadmFile.Cluster cluster : clusters)
      for (var endpoint : cluster.externalEtcd())
        endpoint.value().flatMap(HostPort::address).flatMap(site::at).ifPresent(external::add);
    if (!external.isEmpty()) return new ControlPlane(apiServers, external, false);
    boolean stacked =
        deployment.all(KubeadmFile.class).findAny().isPresent()
            || deployment.nodes().stream().anyMatch(ControlPlane::runsKubeVip);
    return new ControlPlane(apiServers, stacked ? apiServers : Set.of(), true);
  }

  /** It stands beside the API server whose leases it takes. */
  private static boolean runsKubeVip(Node node) {
    return !node.parts().all(KubeVip.class).isEmpty();
  }

  boolean hasEtcd() {
    return !etcd.isEmpty();
  }

  /** What one machine hears from another's API server. */
  Answer answer(World world, Host from, Host to) {
    if (!world.reaches(from, to)) return Answer.UNREACHABLE;
    return switch (world.of(Component.API_SERVER, to)) {
      case DOWN -> Answer.REFUSED;
      case HUNG -> Answer.HUNG;
      case UP -> isReady(world, to) ? Answer.READY : Answer.SICK;
    };
  }

  /** Whether a running API server can serve. */
  private boolean isReady(World world, Host host) {
    return !hasEtcd() || hasOwnMember(world, host) && heard(world, host) >= quorum();
  }

  /** Why a running API server cannot serve; absent where it can. */
  Optional<String> whyNotReady(World world, Host host) {
    if (isReady(world, host)) return Optional.empty();
    return Optional.of(
        hasOwnMember(world, host)
            ? "etcd has no quorum: %d of %d members, and %d are needed"
                .formatted(heard(world, host), etcd.size(), quorum())
            : "etcd on %s does not work".formatted(host));
  }

  private boolean hasOwnMember(World world, Host host) {
    return !stacked || world.isUp(Component.ETCD, host);
  }

  /** How many members it hears that work. */
  private int heard(World world, Host host) {
    int heard = 0;
    for (Host member : etcd)
      if (world.reaches(host, member) && world.isUp(Component.ETCD, member)) heard++;
    return heard;
  }

  private int quorum() {
    return etcd.size() / 2 + 1;
  }
}
