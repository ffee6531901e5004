package dev.vipc.picture;

import dev.vipc.model.Deployment;
import dev.vipc.model.GivesAddresses;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.PodNetwork;
import dev.vipc.model.PodNetwork.Transport;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpGroup;
import dev.vipc.port.PortRow;
import dev.vipc.port.PortTable;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must get into each machine for the control plane to work and to fail over: what the
 * machine's files show to run there, with the ports of the table. Rows that the cluster can do
 * without are left out, and so is what only the machine itself asks.
 */
public final class Flows {
  private final Map<Node, List<Flow>> flows = new HashMap<>();
  private final PortTable table;
  private final NodeRoles roles;
  private final Set<Integer> apiServerPorts;
  private final List<IpAddress> controlPlanes;
  private final List<PodNetwork> networks;
  private final Optional<Span> metalLb;
  private final Map<VirtualRouter, VrrpGroup.Member> members = new IdentityHashMap<>();

  private Flows(Deployment deployment) {
    this.table = PortTable.table();
    this.roles = NodeRoles.of(deployment);
    this.apiServerPorts = Inventory.Known.in(deployment).apiServerPorts();
    this.controlPlanes =
        Inventory.of(deployment).controlPlaneAddresses().stream().map(Located::value).toList();
    this.networks = deployment.all(PodNetwork.class).toList();
    this.metalLb =
        deployment
            .all(GivesAddresses.class)
            .filter(pool -> pool.announcer().equals("MetalLB"))
            .flatMap(GivesAddresses::ranges)
            .map(Located::span)
            .findFirst();
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (VrrpGroup.Member member : group.members()) members.put(member.router(), member);
    for (Node node : deployment.nodes()) flows.put(node, List.copyOf(gather(node)));
  }

  public static Flows of(Deployment deployment) {
    return deployment.once(Flows.class, Flows::new);
  }

  /** What must get into a machine. */
  public List<Flow> into(Node node) {
    return flows.getOrDefault(node, List.of());
  }

  private List<Flow> gather(Node node) {
    List<Flow> into = new ArrayList<>();
    kubernetes(node, into);
    for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
      for (VirtualRouter router : daemon.routers()) vrrp(node, router, into);
    for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class)) proxy(node, daemon, into);
    for (KubeVip kubeVip : node.parts().all(KubeVip.class))
      if (!kubeVip.peers().isEmpty())
        row(node, "kube-vip", "raft", kubeVip.span(), List.of(), into);
    return into;
  }

  private void kubernetes(Node node, List<Flow> into) {
    Map<Role, Span> shown = roles.roles(node);
    Span controlPlane = shown.get(Role.CONTROL_PLANE);
    Span etcd = shown.get(Role.ETCD);
    Span kubelet = controlPlane == null ? shown.get(Role.WORKER) : controlPlane;
    if (controlPlane != null) apiServer(node, controlPlane, into);
    if (etcd != null && controlPlanes.size() > 1)
      for (String service : List.of("client", "peer"))
        row(node, "etcd", service, etcd, controlPlanes, into);
    if (kubelet == null) return;
    row(node, "kubelet", "https", kubelet, controlPlanes, into);
    for (PodNetwork network : networks) podNetwork(node, network, kubelet, into);
    metalLb.ifPresent(
        place -> {
          for (String service : List.of("memberlist-tcp", "memberlist-udp"))
            row(node, "metallb", service, place, List.of(), into);
        });
  }

  private void apiServer(Node node, Span place, List<Flow> into) {
    PortRow row = table.row("kube-apiserver", "https");
    Set<Integer> ports =
        node.parts().all(KubeadmFile.class).stream()
            .flatMap(KubeadmFile::apiServerPorts)
            .flatMap(port -> port.orDefault(row.first()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (ports.isEmpty()) ports.add(row.first());
    for (int port : ports) add(node, row, port, port, place, List.of(), Optional.empty(), into);
  }

  private void podNetwork(Node node, PodNetwork network, Span place, List<Flow> into) {
    for (Transport transport : new TreeSet<>(network.transports())) {
      String component = network.plugin().name().toLowerCase(Locale.ROOT);
      String service = transport.name().toLowerCase(Locale.ROOT);
      // Typha runs on some of the machines only, and no file says which
      if (transport == Transport.TYPHA) continue;
      PortRow row = table.row(component, service);
      Setting<Integer> port = network.ports().getOrDefault(transport, Setting.unset());
      if (port.isUnknown()) continue;
      int first = port.orDefault(row.first()).orElse(row.first());
      Span shown =
          network.subnets().stream()
              .flatMap(subnet -> subnet.span().stream())
              .findFirst()
              .orElse(place);
      add(node, row, first, first, shown, List.of(), Optional.empty(), into);
    }
  }

  private void vrrp(Node node, VirtualRouter router, List<Flow> into) {
    Optional<VrrpGroup.Member> member = Optional.ofNullable(members.get(router));
    boolean v6 = member.flatMap(VrrpGroup.Member::isV6).orElse(false);
    PortRow row = table.row("keepalived", v6 ? "vrrp6" : "vrrp");
    List<IpAddress> peers =
        router.unicastPeers().stream().flatMap(peer -> peer.value().stream()).toList();
    Optional<IpAddress> group =
        router.isUnicast() ? Optional.empty() : member.flatMap(VrrpGroup.Member::multicastGroup);
    add(node, row, 0, 0, router.name().span(), peers, group, into);
  }

  private void proxy(Node node, ProxyDaemon daemon, List<Flow> into) {
    Set<String> toApi = new HashSet<>();
    for (Proxy proxy : daemon.proxies())
      if (proxy.serverPorts().stream().anyMatch(apiServerPorts::contains))
        toApi.add(proxy.name().value());
    PortRow row = table.row("haproxy", "api");
    for (Proxy proxy : daemon.proxies()) {
      boolean leads =
          toApi.contains(proxy.name().value())
              || proxy.backends().stream().anyMatch(name -> toApi.contains(name.value()));
      if (!leads) continue;
      for (Proxy.Listener listener : proxy.listeners())
        listener
            .address()
            .value()
            .filter(at -> at.port().isPresent() && !isLoopback(at))
            .ifPresent(
                at ->
                    add(
                        node,
                        row,
                        at.port().getAsInt(),
                        at.port().getAsInt() + listener.ports() - 1,
                        listener.span(),
                        List.of(),
                        Optional.empty(),
                        into));
    }
  }

  private static boolean isLoopback(HostPort at) {
    return at.host().equals("localhost")
        || at.address().filter(ip -> ip.address().isLoopbackAddress()).isPresent();
  }

  private void row(
      Node node,
      String component,
      String service,
      Span place,
      List<IpAddress> from,
      List<Flow> into) {
    PortRow row = table.row(component, service);
    add(node, row, row.first(), row.last(), place, from, Optional.empty(), into);
  }

  private void add(
      Node node,
      PortRow row,
      int first,
      int last,
      Span place,
      List<IpAddress> from,
      Optional<IpAddress> group,
      List<Flow> into) {
    boolean ip = row.transport() == PortRow.Transport.IP;
    int protocol =
        ip ? row.first() : row.transport() == PortRow.Transport.TCP ? Flow.TCP : Flow.UDP;
    Map<IpAddress, Span> own = roles.addresses(node);
    // where its own address is not known, it may be one of the control plane's
    List<IpAddress> others =
        own.isEmpty() && from.equals(controlPlanes)
            ? List.of()
            : from.stream().filter(address -> !own.containsKey(address)).toList();
    Flow flow =
        new Flow(
            node,
            row.from(),
            others,
            group,
            protocol,
            ip ? 0 : first,
            ip ? 0 : last,
            row.component(),
            row.what(),
            place);
    if (into.stream().noneMatch(other -> same(other, flow))) into.add(flow);
  }

  private static boolean same(Flow one, Flow other) {
    return one.protocol() == other.protocol()
        && one.firstPort() == other.firstPort()
        && Objects.equals(one.destination(), other.destination())
        && one.sources().equals(other.sources());
  }
}
