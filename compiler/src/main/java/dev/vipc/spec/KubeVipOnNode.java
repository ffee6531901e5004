package dev.vipc.spec;

import dev.vipc.model.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One kube-vip of a spec: the static pod of a holder, or the DaemonSet of all of them.
 *
 * @param address the virtual address that it announces
 * @param node the holder; absent for a DaemonSet
 */
public record KubeVipOnNode(
    HaSpec spec, VirtualAddress address, KubeVip kubeVip, Optional<SpecNode> node) {
  /** Where kube-vip looks for a kubeconfig in its container. */
  public static final String KUBECONFIG = "/etc/kubernetes/admin.conf";

  /** The authority that signs the API server's certificate. */
  public static final String CERTIFICATE_AUTHORITY = "/etc/kubernetes/pki/ca.crt";

  private static final Version KUBERNETES_ALIAS = new Version(0, 3, 9);
  private static final Version CHECKS_ITSELF = new Version(1, 2, 0);
  private static final Version LEAKS_FROM = new Version(1, 2, 1);
  private static final Version LEAKS_TO = new Version(1, 2, 3);

  /** The static pods of a spec in the order of the nodes, or its DaemonSets. */
  public static Stream<KubeVipOnNode> of(HaSpec spec) {
    return Stream.concat(
        spec.nodes().stream().flatMap(node -> onNode(spec, node).stream()), daemonSets(spec));
  }

  /** The static pod of a node. */
  public static Optional<KubeVipOnNode> onNode(HaSpec spec, SpecNode node) {
    if (isDaemonSet(spec)) return Optional.empty();
    return announced(spec, Optional.of(node)).filter(one -> one.address.isHeldBy(node)).findFirst();
  }

  public static Stream<KubeVipOnNode> daemonSets(HaSpec spec) {
    return isDaemonSet(spec) ? announced(spec, Optional.empty()) : Stream.empty();
  }

  private static Stream<KubeVipOnNode> announced(HaSpec spec, Optional<SpecNode> node) {
    return spec.virtualAddresses().stream()
        .filter(address -> !KubeKeyWay.isInstalledByKubeKey(spec, address))
        .flatMap(
            address ->
                address.kubeVip().map(how -> new KubeVipOnNode(spec, address, how, node)).stream());
  }

  private static boolean isDaemonSet(HaSpec spec) {
    return Optional.ofNullable(spec.delivery().get(Program.KUBE_VIP))
        .filter(how -> how.value() == Delivery.DAEMON_SET)
        .isPresent();
  }

  /** The holders that it runs on. */
  public List<SpecNode> nodes() {
    return node.map(List::of).orElse(address.holders());
  }

  public Version version() {
    return Optional.ofNullable(spec.versions().get(Program.KUBE_VIP)).orElseThrow().value();
  }

  public Chosen<String> image() {
    return Optional.ofNullable(spec.images().get(Program.KUBE_VIP)).orElseThrow();
  }

  /** The proxy of the spec that is kube-vip's own load balancer, in the kernel (IPVS). */
  public Optional<SpecProxy> balancer() {
    return spec.proxies().stream()
        .filter(proxy -> proxy.engine().value() == SpecProxy.Engine.KUBE_VIP)
        .filter(proxy -> proxy.nodes().stream().anyMatch(address::isHeldBy))
        .findFirst();
  }

  /** The file of the node that its kubeconfig is; absent where it asks with a ServiceAccount. */
  public Optional<String> kubeconfig() {
    return node.map(
        holder -> bringsUpCluster(holder) ? "/etc/kubernetes/super-admin.conf" : KUBECONFIG);
  }

  /**
   * Whether the user of {@code admin.conf} has no rights yet when this one is needed: from
   * Kubernetes 1.29 on until {@code kubeadm init} is done (kube-vip issue 684).
   */
  private boolean bringsUpCluster(SpecNode holder) {
    boolean binds =
        spec.kubernetes().filter(cluster -> cluster.version().value().atLeast(1, 29)).isPresent();
    List<SpecNode> masters = spec.nodesWith(Role.CONTROL_PLANE);
    return binds && !masters.isEmpty() && masters.getFirst().equals(holder);
  }

  /** Whether a static pod asks its own node's API server by the name {@code kubernetes}. */
  public boolean hasAlias() {
    return node.isPresent() && version().compareTo(KUBERNETES_ALIAS) >= 0;
  }

  /** Whether it takes its own route back while its API server is not well. */
  public boolean checksApiServer() {
    return kubeVip.bgp().isPresent() && version().compareTo(CHECKS_ITSELF) >= 0;
  }

  /** Masquerading writes below {@code /proc/sys}. */
  public boolean isPrivileged() {
    return balancer().isPresent();
  }

  /** For the releases whose health check leaks 18 MB an hour (kube-vip issue 1778): a day's. */
  public Optional<String> memoryLimit() {
    boolean leaks =
        checksApiServer()
            && version().compareTo(LEAKS_FROM) >= 0
            && version().compareTo(LEAKS_TO) <= 0;
    return leaks ? Optional.of("512Mi") : Optional.empty();
  }

  /** What its environment says. */
  public List<KubeVipVariable> variables() {
    return new KubeVipVariables(this).all();
  }
}
