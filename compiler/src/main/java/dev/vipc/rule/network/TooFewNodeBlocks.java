package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.ComponentFlags.Flag;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.PodNetwork;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** NET013. */
@AutoService(Rule.class)
public final class TooFewNodeBlocks implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET013",
          "pod-subnet-too-small",
          Severity.WARNING,
          """
          The pod subnet has fewer blocks than there are nodes, or a node's block has fewer addresses than it may have pods.

          The controller manager cuts one block for each node out of `podSubnet`, a /24 (or a /64) unless \
          `node-cidr-mask-size` says otherwise: a /22 has four. The fifth node gets none (the event is CIDRNotAvailable), its \
          network plugin does not start, and it stays NotReady. Within a block network, gateway and broadcast address are \
          taken, so a /25 has room for 125 pods, and the kubelet takes 110 unless `maxPods` says otherwise: the pods beyond stay in \
          ContainerCreating. Source: kube-controller-manager's package ipam/cidrset; KubeletConfiguration v1beta1.

          Nodes are counted by the inventory's groups and by the kubeadm files. Calico and Cilium give pods addresses from pools of \
          their own, so files with one of their manifests are silent, and so is `allocate-node-cidrs=false`.

          Take a larger `podSubnet`, or another `node-cidr-mask-size`, before the cluster is made; it cannot be changed later.
          """);
  private static final int BLOCK_V4 = 24;
  private static final int BLOCK_V6 = 64;
  private static final int USUAL_PODS = 110;
  private static final Set<String> WORKERS = Set.of("worker", "kube_node", "kube-worker");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean ownPools =
        deployment
            .all(PodNetwork.class)
            .anyMatch(network -> network.plugin() != PodNetwork.Plugin.FLANNEL);
    if (ownPools
        || flag(deployment, "allocate-node-cidrs").filter(f -> f.value().is("false")).isPresent())
      return;
    int nodes = nodes(deployment);
    Map<String, Diagnostic> bySubnet = new LinkedHashMap<>();
    for (Cluster cluster : deployment.clusters())
      for (Located<Cidr> subnet :
          cluster.podSubnets().stream().flatMap(subnet -> subnet.located().stream()).toList())
        Stream.concat(blocks(deployment, subnet, nodes).stream(), room(deployment, subnet).stream())
            .forEach(
                found ->
                    bySubnet.merge(
                        found.message(),
                        found,
                        (first, again) -> first.also(again.span(), "the same subnet here")));
    bySubnet.values().forEach(out::report);
  }

  private static Optional<Diagnostic> blocks(
      Deployment deployment, Located<Cidr> subnet, int nodes) {
    Optional<Integer> mask = mask(deployment, subnet.value());
    if (mask.isEmpty()) return Optional.empty();
    int bits = mask.get() - subnet.value().prefixLength();
    // a mask that is not longer than the subnet's own is kubeadm's to refuse
    if (bits < 0 || bits > 30 || 1 << bits >= nodes) return Optional.empty();
    Diagnostic found =
        Diagnostic.of(
                META,
                subnet.span(),
                "`%s` has %d block%s of /%d, and there are %d nodes"
                    .formatted(subnet.value(), 1 << bits, bits == 0 ? "" : "s", mask.get(), nodes))
            .help("take a subnet of /%d or larger".formatted(mask.get() - bitsFor(nodes)));
    return Optional.of(
        maskFlag(deployment, subnet.value())
            .map(flag -> found.also(flag.entry(), "the blocks' size"))
            .orElse(found));
  }

  private static int bitsFor(int nodes) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(1, nodes) - 1);
  }

  private static Optional<Diagnostic> room(Deployment deployment, Located<Cidr> subnet) {
    if (subnet.value().address().isV6()) return Optional.empty();
    Optional<Integer> mask = mask(deployment, subnet.value());
    Optional<Located<Integer>> stated = mostPods(deployment);
    if (mask.isEmpty() || mask.get() < 8 || mask.get() > 32) return Optional.empty();
    int usable = (1 << 32 - mask.get()) - 3;
    int pods = stated.map(Located::value).orElse(USUAL_PODS);
    if (usable >= pods || stated.isEmpty() && unreadablePods(deployment)) return Optional.empty();
    Optional<Span> size = maskFlag(deployment, subnet.value()).map(Flag::entry);
    Span place = stated.map(Located::span).or(() -> size).orElse(subnet.span());
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "a node's block of /%d has %d addresses for pods, and a kubelet takes %d pods"
                    .formatted(mask.get(), Math.max(0, usable), pods))
            .also(subnet.span(), "the blocks are cut out of this")
            .help("lower `maxPods`, or make the blocks larger by `node-cidr-mask-size`");
    return Optional.of(found);
  }

  /** Absent where the size has no value here. */
  private static Optional<Integer> mask(Deployment deployment, Cidr subnet) {
    Optional<Flag> flag = maskFlag(deployment, subnet);
    if (flag.isPresent()) return flag.get().value().value().flatMap(TooFewNodeBlocks::number);
    return Optional.of(subnet.address().isV6() ? BLOCK_V6 : BLOCK_V4);
  }

  private static Optional<Flag> maskFlag(Deployment deployment, Cidr subnet) {
    String family = subnet.address().isV6() ? "ipv6" : "ipv4";
    return flag(deployment, "node-cidr-mask-size-" + family)
        .or(() -> flag(deployment, "node-cidr-mask-size"));
  }

  private static Optional<Flag> flag(Deployment deployment, String name) {
    return deployment
        .all(ComponentFlags.class)
        .filter(flags -> flags.component() == Component.CONTROLLER_MANAGER)
        .flatMap(flags -> flags.flag(name).stream())
        .findFirst();
  }

  /** The largest number of pods that a file allows a kubelet. */
  private static Optional<Located<Integer>> mostPods(Deployment deployment) {
    return deployment
        .all(KubeletConfiguration.class)
        .flatMap(kubelet -> kubelet.maxPods().located().stream())
        .max((a, b) -> Integer.compare(a.value(), b.value()));
  }

  private static boolean unreadablePods(Deployment deployment) {
    return deployment
        .all(KubeletConfiguration.class)
        .anyMatch(kubelet -> kubelet.maxPods().isUnknown());
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,3}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  /** Machines that surely are nodes: control planes, and workers of an inventory. */
  private static int nodes(Deployment deployment) {
    Set<IpAddress> nodes = new HashSet<>();
    Inventory.of(deployment).controlPlaneAddresses().forEach(at -> nodes.add(at.value()));
    List<HostEntry> hosts = deployment.all(HostEntry.class).toList();
    for (HostEntry host : hosts)
      if (host.groups().stream().anyMatch(WORKERS::contains)) nodes.add(host.address().value());
    return nodes.size();
  }
}
