package dev.vipc.emit.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Installer;
import dev.vipc.spec.KubeKeyWay;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Role;
import dev.vipc.spec.Selection;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What KubeKey installs a cluster from: {@code config-sample.yaml} of KubeKey 2 and 3, or the
 * configuration and the inventory of KubeKey 4. How KubeKey logs in is left to the user, and a
 * password is never written. Sources: the API's Go types and the sample files of KubeKey's
 * repository.
 */
@AutoService(Emitter.class)
public final class KubeKeyEmitter implements Emitter {
  @Override
  public String name() {
    return "kubekey";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return build
        .spec()
        .kubernetes()
        .filter(cluster -> cluster.installer().value().isKubeKey())
        .map(cluster -> forCluster(build, cluster))
        .orElse(ArtifactSet.EMPTY);
  }

  private static ArtifactSet forCluster(Build build, Kubernetes cluster) {
    KubeKeyWay way = KubeKeyWay.of(build.spec(), cluster);
    checkProxies(build);
    Map<String, Object> values = values(build, cluster, way);
    return switch (cluster.installer().value()) {
      case KUBEADM -> ArtifactSet.EMPTY;
      case KUBEKEY_V1ALPHA2 -> {
        checkPort(build, cluster);
        yield ArtifactSet.of(shared(build, "config-sample.yaml", values));
      }
      case KUBEKEY_V4 -> {
        checkFour(build, cluster, way);
        yield ArtifactSet.of(
            shared(build, "kubekey-config.yaml", values),
            shared(build, "kubekey-inventory.yaml", values));
      }
    };
  }

  private static Artifact shared(Build build, String file, Map<String, Object> values) {
    return new Artifact(
        Path.of(Build.CLUSTER, file),
        build.render(KubeKeyEmitter.class, file + ".j2", values),
        FileMode.PLAIN);
  }

  /** KubeKey installs a haproxy of its own there, on the same port and with its own settings. */
  private static void checkProxies(Build build) {
    for (SpecProxy proxy : build.spec().proxies())
      if (proxy.selection().value() instanceof Selection.EveryNode)
        build.refuse(
            proxy.name().span(),
            "KubeKey balances on every worker itself, and does not read `%s`"
                .formatted(proxy.name().value()),
            "remove the proxy, or write `installer: kubeadm`");
  }

  private static void checkPort(Build build, Kubernetes cluster) {
    if (cluster.apiServerPort().value() != 6443)
      build.refuse(
          cluster.apiServerPort().span(),
          "KubeKey 2 and 3 put every API server on port 6443",
          "leave `apiServerPort` out, or write `installer: kubekey-v4`");
  }

  private static void checkFour(Build build, Kubernetes cluster, KubeKeyWay way) {
    Version version = cluster.version().value();
    if (!version.atLeast(1, 23))
      build.refuse(
          cluster.version().span(),
          "KubeKey 4 installs Kubernetes 1.23 and later",
          "use 1.23 or later, or write `installer: kubekey-v1alpha2`");
    if (way.externalDns())
      build.refuse(
          cluster.endpoint().span(),
          "KubeKey 4 writes the endpoint's name into /etc/hosts and needs an address for it",
          "add the load balancer as a virtual address with `engine: external`");
    if (cluster.etcd().value() instanceof Kubernetes.Etcd.External external
        && external.endpoints().isWritten())
      build.refuse(
          cluster.etcd().span(),
          "KubeKey 4 sets up the etcd that it uses",
          "remove `endpoints` and give nodes the role etcd, or write `installer: kubekey-v1alpha2`");
  }

  private static Map<String, Object> values(Build build, Kubernetes cluster, KubeKeyWay way) {
    List<SpecNode> masters = build.spec().nodesWith(Role.CONTROL_PLANE);
    List<SpecNode> members = KubeKeyWay.etcdMembers(build.spec(), cluster);
    List<SpecNode> workers = build.spec().nodesWith(Role.WORKER);
    Set<SpecNode> hosts = new LinkedHashSet<>(masters);
    hosts.addAll(members);
    hosts.addAll(workers);
    Map<String, Object> values = new HashMap<>();
    values.put("header", build.origin().comment());
    values.put("cluster", YamlText.of(build.spec().name().value()));
    values.put("version", tag(cluster.version().value()));
    values.put("hosts", hosts.stream().map(node -> host(build, node)).toList());
    values.put("masters", names(masters));
    values.put("workers", names(workers));
    values.put("members", names(members));
    values.put("balancer", way.balancer().map(KubeKeyWay.Balancer::word).orElse(""));
    values.put("mode", KubeKeyWay.mode(build.spec()).map(mode -> mode.value().name()).orElse(""));
    values.put("domain", YamlText.of(way.domain().value()));
    values.put("external_dns", way.externalDns());
    values.put("address", way.address().map(Located::value).map(YamlText::of).orElse(""));
    values.put("port", cluster.endpoint().value().port().orElse(6443));
    values.put("api_port", cluster.apiServerPort().value());
    values.put(
        "sans",
        KubeKeyWay.certificateNames(build.spec(), cluster).stream().map(YamlText::of).toList());
    values.put("containerd", cluster.version().value().atLeast(1, 24));
    values.put("plugin", plugin(cluster));
    values.put("pods", subnets(cluster.podSubnets()));
    values.put("services", subnets(cluster.serviceSubnets()));
    values.putAll(etcd(cluster));
    return values;
  }

  private static String tag(Version version) {
    return "v%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  private static List<String> names(List<SpecNode> nodes) {
    return nodes.stream().map(node -> YamlText.of(node.name().value())).toList();
  }

  /** KubeKey logs in at the first address; IPv4 comes first where a machine has both. */
  private static Map<String, Object> host(Build build, SpecNode node) {
    if (node.addresses().isEmpty())
      build.refuse(
          node.name().span(),
          "KubeKey needs an address of `%s`".formatted(node.name().value()),
          "add its `addresses`");
    Map<String, Object> values = new HashMap<>();
    values.put("name", YamlText.of(node.name().value()));
    values.put("address", text(node.address()));
    values.put("v4", text(node.address(false)));
    values.put("v6", text(node.address(true)));
    values.put(
        "own",
        YamlText.of(
            Stream.of(false, true)
                .flatMap(family -> node.address(family).stream())
                .map(IpAddress::toString)
                .collect(Collectors.joining(","))));
    return values;
  }

  private static String text(Optional<IpAddress> address) {
    return address.map(IpAddress::toString).map(YamlText::of).orElse("");
  }

  /** Both know {@code none} and {@code other} for a network that somebody else installs. */
  private static String plugin(Kubernetes cluster) {
    boolean old = cluster.installer().value() == Installer.KUBEKEY_V1ALPHA2;
    return switch (cluster.cni().value()) {
      case CALICO -> "calico";
      case FLANNEL -> "flannel";
      case CILIUM -> "cilium";
      case NONE -> old ? "none" : "other";
    };
  }

  /** KubeKey wants the IPv4 network first. */
  private static String subnets(List<? extends Chosen<Cidr>> subnets) {
    return YamlText.of(
        subnets.stream()
            .map(Chosen::value)
            .sorted(Comparator.comparing(subnet -> subnet.address().isV6()))
            .map(Object::toString)
            .collect(Collectors.joining(",")));
  }

  private static Map<String, Object> etcd(Kubernetes cluster) {
    return switch (cluster.etcd().value()) {
      case Kubernetes.Etcd.Stacked _ -> Map.of("etcd_type", "kubeadm", "etcd_internal", true);
      case Kubernetes.Etcd.External external when !external.endpoints().isWritten() ->
          Map.of("etcd_type", "kubekey", "etcd_internal", false);
      case Kubernetes.Etcd.External(var endpoints, var ca, var certificate, var key, _) ->
          Map.of(
              "etcd_type", "external",
              "etcd_internal", false,
              "etcd_endpoints",
                  endpoints.value().stream().map(url -> YamlText.of(url.value())).toList(),
              "etcd_ca", YamlText.of(ca.value()),
              "etcd_certificate", YamlText.of(certificate.value()),
              "etcd_key", YamlText.of(key.value()));
    };
  }
}
