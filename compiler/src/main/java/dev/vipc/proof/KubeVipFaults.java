package dev.vipc.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What can fail of machines that run kube-vip beside an API server. */
final class KubeVipFaults {
  private KubeVipFaults() {}

  /** Each way to fail of each component, and of the etcd behind them. */
  static List<Fault> of(Collection<Host> hosts, ControlPlane controlPlane) {
    List<Fault> faults = new ArrayList<>();
    for (Host host : hosts) {
      faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.add(Fault.of(Fault.Kind.DOWN, Component.LINK, host));
      faults.addAll(Fault.both(Component.KUBE_VIP, host));
      faults.addAll(Fault.both(Component.API_SERVER, host));
    }
    for (Host host : controlPlane.etcd()) {
      if (!hosts.contains(host)) faults.add(Fault.of(Fault.Kind.DOWN, Component.NODE, host));
      faults.addAll(Fault.both(Component.ETCD, host));
    }
    return faults;
  }
}
