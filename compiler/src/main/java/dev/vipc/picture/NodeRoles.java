package dev.vipc.picture;

import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.HostEntry;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.NamesMachines;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.StaticPod;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Span;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each machine is for and which addresses it has, with the line that says so. */
public final class NodeRoles {
  private static final Map<String, Role> GROUPS =
      Map.ofEntries(
          Map.entry("master", Role.CONTROL_PLANE),
          Map.entry("control-plane", Role.CONTROL_PLANE),
          Map.entry("kube_control_plane", Role.CONTROL_PLANE),
          Map.entry("kube-master", Role.CONTROL_PLANE),
          Map.entry("worker", Role.WORKER),
          Map.entry("kube_node", Role.WORKER),
          Map.entry("kube-worker", Role.WORKER),
          Map.entry("etcd", Role.ETCD),
          Map.entry("lb", Role.LOAD_BALANCER),
          Map.entry("load-balancer", Role.LOAD_BALANCER),
          Map.entry("loadbalancer", Role.LOAD_BALANCER));

  private final Inventory.Known known;
  private final Map<String, List<HostEntry>> hosts;
  private final boolean externalEtcd;
  private final Map<Node, Map<Role, Span>> roles = new HashMap<>();
  private final Map<Node, Map<IpAddress, Span>> addresses = new HashMap<>();

  private NodeRoles(Deployment deployment) {
    this.known = Inventory.Known.in(deployment);
    this.hosts =
        deployment.all(HostEntry.class).collect(Collectors.groupingBy(host -> host.name().value()));
    this.externalEtcd =
        deployment.clusters().stream().anyMatch(cluster -> !cluster.externalEtcd().isEmpty());
    for (Node node : deployment.nodes()) {
      roles.put(node, rolesOf(node));
      addresses.put(node, addressesOf(node));
    }
  }

  public static NodeRoles of(Deployment deployment) {
    return deployment.once(NodeRoles.class, NodeRoles::new);
  }

  /** The roles of a machine, each with the line that shows it. */
  public Map<Role, Span> roles(Node node) {
    return roles.getOrDefault(node, Map.of());
  }

  public boolean is(Node node, Role role) {
    return roles(node).containsKey(role);
  }

  /**
   * The addresses that files give to the machine itself, with their places; virtual ones are none.
   */
  public Map<IpAddress, Span> addresses(Node node) {
    return addresses.getOrDefault(node, Map.of());
  }

  private Map<Role, Span> rolesOf(Node node) {
    Map<Role, Span> found = new EnumMap<>(Role.class);
    Parts parts = node.parts();
    for (KubeadmFile file : parts.all(KubeadmFile.class)) kubeadm(file, found);
    for (EtcdMemberFile file : parts.all(EtcdMemberFile.class))
      found.putIfAbsent(Role.ETCD, file.etcd().span());
    for (KubeVip kubeVip : parts.all(KubeVip.class))
      if (kubeVip.form() == KubeVip.Form.POD) found.putIfAbsent(Role.CONTROL_PLANE, kubeVip.span());
    for (StaticPod pod : parts.all(StaticPod.class)) {
      String name = pod.name().value();
      if (name.equals("kube-apiserver")) found.putIfAbsent(Role.CONTROL_PLANE, pod.name().span());
      if (name.equals("etcd")) found.putIfAbsent(Role.ETCD, pod.name().span());
    }
    for (HostEntry host : hosts.getOrDefault(node.name().orElse(""), List.of()))
      for (String group : host.groups())
        if (GROUPS.get(group) instanceof Role role) found.putIfAbsent(role, host.name().span());
    Span controlPlane = found.get(Role.CONTROL_PLANE);
    if (controlPlane != null && !externalEtcd) found.putIfAbsent(Role.ETCD, controlPlane);
    return found;
  }

  private static void kubeadm(KubeadmFile file, Map<Role, Span> found) {
    for (KubeadmFile.Cluster cluster : file.clusters())
      found.putIfAbsent(Role.CONTROL_PLANE, cluster.api().version().span());
    for (KubeadmFile.Init init : file.inits())
      found.putIfAbsent(Role.CONTROL_PLANE, init.api().version().span());
    for (KubeadmFile.Join join : file.joins())
      found.putIfAbsent(
          join.controlPlane() ? Role.CONTROL_PLANE : Role.WORKER, join.api().version().span());
  }

  private Map<IpAddress, Span> addressesOf(Node node) {
    Map<IpAddress, Span> own = new LinkedHashMap<>();
    for (KubeadmFile file : node.parts().all(KubeadmFile.class)) own(file, own);
    for (EtcdMemberFile file : node.parts().all(EtcdMemberFile.class)) own(file, own);
    for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
      for (VirtualRouter router : daemon.routers())
        router.sourceAddress().located().ifPresent(at -> own.putIfAbsent(at.value(), at.span()));
    for (HostEntry host : hosts.getOrDefault(node.name().orElse(""), List.of()))
      own.putIfAbsent(host.address().value(), host.address().span());
    own.keySet().removeAll(known.virtual());
    return own;
  }

  private void own(NamesMachines file, Map<IpAddress, Span> own) {
    machines(file)
        .filter(entry -> entry.source() == Inventory.Source.KUBEADM)
        .forEach(entry -> own.putIfAbsent(entry.address().value(), entry.address().span()));
  }

  private Stream<Inventory.Entry> machines(NamesMachines part) {
    return part.machines(known);
  }
}
