package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.Set;

/**
 * A machine that an installer's inventory or a spec gives work to, whether its address is known or
 * not.
 *
 * @param groups what it is for, in the words of whichever installer
 */
public record InstalledHost(Located<String> name, Set<String> groups) implements Part {
  private static final Set<String> MASTERS =
      Set.of(
          "master",
          "masters",
          "control-plane",
          "controlplane",
          "control_plane",
          "kube_control_plane",
          "kube-master",
          "kube-controlplane",
          "new-master");
  private static final Set<String> WORKERS =
      Set.of(
          "worker",
          "workers",
          "kube_worker",
          "kube-worker",
          "kube_node",
          "kube-node",
          "k8s_cluster",
          "k8s-cluster",
          "new-worker");
  private static final Set<String> LOAD_BALANCERS =
      Set.of(
          "lb",
          "lbs",
          "load-balancer",
          "load_balancer",
          "loadbalancer",
          "loadbalancers",
          "haproxy",
          "keepalived");

  public InstalledHost {
    groups = Set.copyOf(groups);
  }

  public boolean isMaster() {
    return groups.stream().anyMatch(MASTERS::contains);
  }

  public boolean isEtcd() {
    return groups.contains("etcd");
  }

  public boolean isLoadBalancer() {
    return groups.stream().anyMatch(LOAD_BALANCERS::contains);
  }

  /** Whether a kubelet runs there, so that its name becomes a node's. */
  public boolean isNode() {
    return isMaster() || groups.stream().anyMatch(WORKERS::contains);
  }
}
