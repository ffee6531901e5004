package dev.vipc.picture;

import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.picture.Holder.Means;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may hold each virtual address: every machine whose keepalived or kube-vip names it. What a
 * manifest of the whole cluster runs is on every control-plane machine.
 */
public final class VirtualAddresses {
  private final Map<IpAddress, List<Holder>> holders = new LinkedHashMap<>();

  private VirtualAddresses(Deployment deployment) {
    NodeRoles roles = NodeRoles.of(deployment);
    List<KubeVip> everywhere =
        deployment.shared().all(KubeVip.class).stream()
            .filter(kubeVip -> kubeVip.form() == KubeVip.Form.DAEMON_SET)
            .toList();
    for (Node node : deployment.nodes()) {
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        for (VirtualRouter router : daemon.routers()) add(node, router);
      for (KubeVip kubeVip : node.parts().all(KubeVip.class)) add(node, kubeVip);
      if (roles.is(node, Role.CONTROL_PLANE)) for (KubeVip kubeVip : everywhere) add(node, kubeVip);
    }
  }

  public static VirtualAddresses of(Deployment deployment) {
    return deployment.once(VirtualAddresses.class, VirtualAddresses::new);
  }

  /** Every virtual address that a machine's own files name, where first written. */
  public Set<IpAddress> all() {
    return holders.keySet();
  }

  /** The machines that may hold it, in the order of their folders. */
  public List<Holder> holders(IpAddress address) {
    return holders.getOrDefault(address, List.of());
  }

  /** What one machine may hold. */
  public List<Holder> of(Node node) {
    return holders.values().stream()
        .flatMap(List::stream)
        .filter(holder -> holder.node() == node)
        .toList();
  }

  private void add(Node node, VirtualRouter router) {
    for (var at : router.knownAddresses()) {
      VirtualRouter.VirtualAddress vip = at.value();
      Setting<Integer> prefix =
          vip.prefixGiven() ? Setting.of(vip.prefixLength(), at.span()) : Setting.unset();
      Setting<String> iface = vip.device().isUnset() ? router.iface() : vip.device();
      add(new Holder(node, vip.address(), Means.VRRP, prefix, iface, at.span()));
    }
  }

  private void add(Node node, KubeVip kubeVip) {
    boolean routed =
        kubeVip.modes().stream()
            .anyMatch(mode -> mode.value().equals("bgp") || mode.value().equals("table"));
    Means means = routed ? Means.ROUTES : Means.LEASE_AND_ARP;
    kubeVip
        .virtualAddresses()
        .forEach(
            at ->
                add(
                    new Holder(
                        node,
                        at.value(),
                        means,
                        kubeVip.prefixLength(),
                        kubeVip.iface(),
                        at.span())));
  }

  private void add(Holder holder) {
    holders.computeIfAbsent(holder.address(), _ -> new ArrayList<>()).add(holder);
  }
}
