package dev.vipc.emit.firewall;

import dev.vipc.emit.firewall.Opening.Source;
import dev.vipc.model.HostPort;
import dev.vipc.port.PortRow;
import dev.vipc.port.PortTable;
import dev.vipc.source.Located;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.HostFiles;
import dev.vipc.spec.KubeVipOnNode;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import dev.vipc.spec.Vrrp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What each machine of a spec has to let in, with the ports of the table, and from whom: from the
 * machines that need it, and from everybody only where clients may be anywhere.
 */
final class Openings {
  private static final int AUTHENTICATION_HEADER = 51;
  private static final int IGMP = 2;
  private static final List<Source> EVERYBODY = List.of();

  /** What multicast adverts of IPv6 come from (RFC 9568, section 5.1.2.1). */
  private static final List<Source> LINK_LOCAL = List.of(new Source("fe80::/10", true));

  private final HaSpec spec;
  private final PortTable table;

  Openings(HaSpec spec) {
    this.spec = spec;
    this.table = PortTable.table();
  }

  List<Opening> into(SpecNode node) {
    List<Opening> all = new ArrayList<>();
    all.add(Opening.tcp("sshd", spec.hostFiles().sshPort().value(), EVERYBODY));
    vrrp(node, all);
    proxies(node, all);
    kubeVip(node, all);
    spec.kubernetes().ifPresent(cluster -> kubernetes(node, cluster, all));
    for (HostFiles.Allowed allowed : spec.hostFiles().allow())
      if (allowed.nodes().contains(node)) all.add(allowed(allowed));
    return all.stream().distinct().toList();
  }

  private static Opening allowed(HostFiles.Allowed allowed) {
    return new Opening(
        "as the spec allows",
        allowed.protocol().value().word(),
        Optional.of(allowed.ports().value().toString()),
        allowed.from().stream()
            .map(Located::value)
            .map(from -> new Source(from.toString(), from.address().isV6()))
            .toList());
  }

  /** From the other holders alone: whoever can send adverts decides who holds the address. */
  private void vrrp(SpecNode node, List<Opening> all) {
    Stream<RouterOnNode> routers =
        Arrays.stream(VirtualAddress.Engine.values())
            .filter(VirtualAddress.Engine::speaksVrrp)
            .flatMap(engine -> spec.routersOn(node, engine).stream());
    for (RouterOnNode router : routers.toList()) {
      List<SpecNode> holders = others(router.address().holders(), node);
      if (holders.isEmpty()) continue;
      boolean multicast = router.vrrp().transport().value() == Vrrp.Transport.MULTICAST;
      PortRow row = table.row("keepalived", router.v6() ? "vrrp6" : "vrrp");
      List<Source> others = multicast && router.v6() ? LINK_LOCAL : sources(holders, router.v6());
      all.add(Opening.ip(row.what() + " of the other holders", row.first(), others));
      if (authenticates(node))
        all.add(Opening.ip("the same with an AH header", AUTHENTICATION_HEADER, others));
      if (multicast && !router.v6())
        all.add(Opening.ip("a switch asks who listens to which group", IGMP, EVERYBODY));
    }
  }

  /** vipc writes none; carried lines may. */
  private boolean authenticates(SpecNode node) {
    return spec.extra().stream()
        .filter(extra -> extra.isFor(Program.KEEPALIVED, node))
        .flatMap(extra -> extra.lines().stream())
        .anyMatch(line -> line.value().matches("\\s*auth_type\\s+AH\\b.*"));
  }

  private void proxies(SpecNode node, List<Opening> all) {
    for (SpecProxy proxy : spec.proxies()) {
      if (!proxy.runsOn(node)) continue;
      for (HostPort at : proxy.listen().value())
        if (!isLoopback(at))
          all.add(Opening.tcp("clients of a proxy", at.port().orElseThrow(), EVERYBODY));
      proxy
          .metrics()
          .map(Located::value)
          .filter(at -> !isLoopback(at))
          .ifPresent(
              at ->
                  all.add(
                      Opening.tcp(
                          "metrics of a proxy, for the machines of the spec",
                          at.port().orElseThrow(),
                          sources(spec.nodes()))));
    }
  }

  /**
   * Its metrics alone, which it serves on all addresses. Its BGP calls the routers and listens on
   * no port (pkg/bgp/server.go), and answers to what a node began come in.
   */
  private void kubeVip(SpecNode node, List<Opening> all) {
    if (KubeVipOnNode.of(spec).anyMatch(one -> runsOn(one, node)))
      row(all, "kube-vip", "metrics", spec.nodes());
  }

  private static boolean runsOn(KubeVipOnNode one, SpecNode node) {
    return one.node().map(node::equals).orElseGet(() -> one.nodes().contains(node));
  }

  private static boolean isLoopback(HostPort at) {
    return at.host().equals("localhost")
        || at.address().map(ip -> ip.address().isLoopbackAddress()).orElse(false);
  }

  private void kubernetes(SpecNode node, Kubernetes cluster, List<Opening> all) {
    List<SpecNode> masters = spec.nodesWith(Role.CONTROL_PLANE);
    List<SpecNode> members =
        switch (cluster.etcd().value()) {
          case Kubernetes.Etcd.Stacked _ -> masters;
          case Kubernetes.Etcd.External external -> external.members();
        };
    if (node.is(Role.CONTROL_PLANE))
      all.add(
          Opening.tcp(
              "the API server",
              cluster.apiServerPort().value(),
              isBehindProxies() ? sources(spec.nodes()) : EVERYBODY));
    if (members.contains(node)) {
      List<SpecNode> clients =
          Stream.concat(masters.stream(), members.stream()).distinct().toList();
      row(all, "etcd", "client", others(clients, node));
      row(all, "etcd", "peer", others(members, node));
    }
    if (!runsKubelet(node)) return;
    row(all, "kubelet", "https", others(masters, node));
    List<SpecNode> kubelets =
        others(spec.nodes().stream().filter(Openings::runsKubelet).toList(), node);
    podNetwork(cluster.cni().value(), kubelets, all);
    all.add(pods(cluster));
  }

  /** Whether clients reach the API servers through proxies alone, which run on the spec's nodes. */
  private boolean isBehindProxies() {
    boolean direct =
        spec.virtualAddresses().stream()
            .filter(spec::leadsToApi)
            .anyMatch(address -> !address.engine().value().speaksVrrp());
    return !direct
        && spec.proxies().stream()
            .filter(proxy -> proxy.engine().value() != SpecProxy.Engine.LVS)
            .filter(proxy -> proxy.engine().value() != SpecProxy.Engine.KUBE_VIP)
            .anyMatch(
                proxy -> proxy.serverRole().value().map(Role.CONTROL_PLANE::equals).orElse(false));
  }

  private static boolean runsKubelet(SpecNode node) {
    return node.is(Role.CONTROL_PLANE) || node.is(Role.WORKER);
  }

  /** The plugins' ways between machines that are on by default, and those that are usual. */
  private void podNetwork(Kubernetes.Cni plugin, List<SpecNode> kubelets, List<Opening> all) {
    switch (plugin) {
      case CALICO -> {
        for (String service : List.of("bgp", "ipip", "vxlan", "typha"))
          row(all, "calico", service, kubelets);
      }
      case FLANNEL -> row(all, "flannel", "vxlan", kubelets);
      case CILIUM -> {
        for (String service : List.of("vxlan", "health", "hubble"))
          row(all, "cilium", service, kubelets);
      }
      case NONE -> {}
    }
  }

  /** A pod reaches the API server, a kubelet and what listens beside it under its own address. */
  private static Opening pods(Kubernetes cluster) {
    return new Opening(
        "pods of this cluster",
        Opening.EVERY_PROTOCOL,
        Optional.empty(),
        cluster.podSubnets().stream()
            .map(subnet -> subnet.value())
            .map(subnet -> new Source(subnet.toString(), subnet.address().isV6()))
            .toList());
  }

  private void row(List<Opening> all, String component, String service, List<SpecNode> from) {
    if (from.isEmpty()) return;
    List<Source> sources = sources(from);
    PortRow row = table.row(component, service);
    all.add(
        switch (row.transport()) {
          case IP -> Opening.ip(row.what(), row.first(), sources);
          case TCP -> Opening.tcp(row.what(), row.first(), sources);
          case UDP -> Opening.udp(row.what(), row.first(), sources);
        });
  }

  private static List<SpecNode> others(List<SpecNode> nodes, SpecNode node) {
    return nodes.stream().filter(other -> !other.equals(node)).toList();
  }

  private static List<Source> sources(List<SpecNode> nodes, boolean v6) {
    return sources(nodes).stream().filter(source -> source.v6() == v6).toList();
  }

  /** Everybody where the address of one of them is not known: it must not be left out. */
  private static List<Source> sources(List<SpecNode> nodes) {
    if (nodes.stream().anyMatch(node -> node.addresses().isEmpty())) return EVERYBODY;
    return nodes.stream()
        .flatMap(node -> node.addresses().stream())
        .map(own -> new Source(own.value().toString(), own.value().isV6()))
        .toList();
  }
}
