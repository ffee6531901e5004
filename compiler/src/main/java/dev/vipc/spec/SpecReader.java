package dev.vipc.spec;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a whole spec whose shape the schema has accepted. */
final class SpecReader {
  private static final int KUBEADM_PORT = 6443;

  private final Fields root;
  private final Reporter out;

  SpecReader(YamlNode.Mapping document, Reporter out) {
    this.root = new Fields(document, Fields.of(document, out).keySpan("metadata"), out);
    this.out = out;
  }

  HaSpec read(SourceFile file) {
    NodeReader nodeReader = new NodeReader(out);
    List<Network> networks = nodeReader.networks(root.items("networks"));
    List<SpecNode> nodes = nodeReader.nodes(root.items("nodes"), networks);
    Scope scope = new Scope(nodes, networks, apiServerPort(), out);
    boolean noAddressMoves = root.items("virtualAddresses").isEmpty();
    List<SpecProxy> proxies =
        entries("proxies").map(new ProxyReader(scope, noAddressMoves)::read).toList();
    List<VirtualAddress> addresses =
        entries("virtualAddresses").map(new AddressReader(scope, proxies)::read).toList();
    checkNames(scope, proxies, addresses);
    proxies.forEach(proxy -> EngineFit.check(proxy, addresses, out));
    proxies.forEach(proxy -> KernelModeCheck.check(proxy, addresses, out));
    new KubeVipCheck(scope).check(addresses, proxies);
    new LvsCheck(scope, addresses).check(proxies);
    new GroupCheck(out).check(addresses);
    boolean balances =
        proxies.stream().anyMatch(p -> p.engine().value() == SpecProxy.Engine.KUBE_VIP);
    InstallReader.Install install =
        new InstallReader(root, balances).read(used(proxies, addresses));
    ExtraReader extra = new ExtraReader(scope, root);
    Optional<Kubernetes> cluster =
        root.optionalChild("kubernetes").map(new KubernetesReader(scope, addresses, proxies)::read);
    HaSpec spec =
        new HaSpec(
            file,
            root.child("metadata").required("name"),
            cluster,
            networks,
            nodes,
            addresses,
            proxies,
            install.delivery(),
            install.versions(),
            install.images(),
            root.child("objectives")
                .duration("recovery", Fields.Range.millis(1, Duration.ofDays(1))),
            new HostFilesReader(scope, asksItself(cluster, addresses, proxies, nodes))
                .read(root.child("hostFiles")),
            extra.extra(),
            extra.accepted());
    new LvsCheck(scope, addresses).checkEndpoint(spec);
    return spec;
  }

  /** Whether the way in is a name that means another machine on each node: its own. */
  private static boolean asksItself(
      Optional<Kubernetes> cluster,
      List<VirtualAddress> addresses,
      List<SpecProxy> proxies,
      List<SpecNode> nodes) {
    return addresses.isEmpty()
        && cluster.filter(one -> one.endpoint().value().address().isEmpty()).isPresent()
        && proxies.stream().anyMatch(proxy -> nodes.stream().allMatch(proxy::runsOn));
  }

  /** Read before the rest of the cluster, because listeners and servers depend on it. */
  private int apiServerPort() {
    return root.child("kubernetes")
        .integer("apiServerPort")
        .map(Located::value)
        .orElse(KUBEADM_PORT);
  }

  private Stream<Fields> entries(String key) {
    return root.items(key).stream().map(item -> Fields.of(item, out));
  }

  private static void checkNames(
      Scope scope, List<SpecProxy> proxies, List<VirtualAddress> addresses) {
    scope.unique(scope.networks().stream().map(Network::name).toList(), "networks");
    scope.unique(scope.nodes().stream().map(SpecNode::name).toList(), "nodes");
    scope.unique(proxies.stream().map(SpecProxy::name).toList(), "proxies");
    scope.unique(addresses.stream().map(VirtualAddress::name).toList(), "virtual addresses");
  }

  private static Set<Program> used(List<SpecProxy> proxies, List<VirtualAddress> addresses) {
    Set<Program> used = EnumSet.noneOf(Program.class);
    addresses.forEach(a -> Program.of(a.engine().value().word()).ifPresent(used::add));
    proxies.forEach(p -> Program.of(p.engine().value().word()).ifPresent(used::add));
    return used;
  }
}
