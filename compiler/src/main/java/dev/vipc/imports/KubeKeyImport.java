package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.Role;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** KubeKey's cluster file as the cluster of the spec. */
final class KubeKeyImport {
  private static final int PORT = 6443;
  private static final Set<String> PLUGINS = Set.of("calico", "flannel", "cilium");

  private final List<KubeKeyCluster> clusters;
  private final Machines machines;
  private final Notes notes;

  KubeKeyImport(Deployment deployment, Machines machines, Notes notes) {
    this.clusters = deployment.all(KubeKeyCluster.class).toList();
    this.machines = machines;
    this.notes = notes;
  }

  /** Names of the API certificate that the file asks for. */
  List<String> certificateSans() {
    return clusters.stream()
        .flatMap(cluster -> cluster.certificateNames().stream())
        .flatMap(name -> name.value().stream())
        .toList();
  }

  /** Absent where no file of KubeKey names the version. */
  Optional<Fields> fields() {
    for (KubeKeyCluster cluster : clusters) noteKeys(cluster);
    Optional<KubeKeyCluster> stated =
        clusters.stream().filter(cluster -> version(cluster).isPresent()).findFirst();
    return stated.map(this::fields);
  }

  /** Whether the way in that a file states is one of the spec's fields. */
  boolean carries(SourceFile file) {
    return clusters.stream().anyMatch(cluster -> cluster.file() == file);
  }

  /** The address that leads to the API, where the file names one. */
  Optional<YamlText> address() {
    return clusters.stream()
        .flatMap(cluster -> cluster.endpoint().stream())
        .flatMap(endpoint -> address(endpoint).stream())
        .findFirst();
  }

  /** KubeKey's kube-vip holds it, or somebody else. */
  private Optional<YamlText> address(KubeKeyCluster.Endpoint endpoint) {
    Optional<Located<String>> written =
        endpoint.address().located().filter(text -> IpAddress.parse(text.value()).isPresent());
    boolean kubeVip = endpoint.isBalancedBy("kube-vip");
    if (written.isEmpty() || endpoint.isBalancedBy("haproxy")) return Optional.empty();
    Fields fields =
        new Fields()
            .put("name", "api")
            .put("addresses", YamlText.row(List.of(written.get().value())))
            .put("engine", kubeVip ? "kube-vip" : "external");
    if (kubeVip) {
      boolean bgp =
          endpoint.mode().value().filter(mode -> mode.equalsIgnoreCase("bgp")).isPresent();
      if (bgp)
        notes.add(
            NOT_CARRIED,
            endpoint.place(),
            "KubeKey's kube-vip in BGP mode is not carried over: its file names no router");
      if (bgp) return Optional.empty();
      guessInterfaces(written.get());
    }
    return Optional.of(fields);
  }

  /** kube-vip looks for it by itself; the spec wants it. */
  private void guessInterfaces(Located<String> address) {
    List<Machine> masters = machines.with(Role.CONTROL_PLANE);
    if (masters.stream().allMatch(master -> master.iface().isPresent())) return;
    notes.add(
        GUESSED,
        address.span(),
        "no file names the interface of the control-plane nodes; the spec has `eth0`",
        "correct `interface` of the nodes where it is another");
    masters.forEach(master -> master.iface("eth0"));
  }

  private static Optional<Version> version(KubeKeyCluster cluster) {
    return cluster.kubernetesVersion().value().flatMap(Version::parse);
  }

  private Fields fields(KubeKeyCluster cluster) {
    Fields fields = new Fields().put("version", version(cluster).orElseThrow().toString());
    fields.put(
        "installer",
        cluster.dialect() == KubeKeyCluster.Dialect.V1 ? "kubekey-v4" : "kubekey-v1alpha2");
    cluster
        .endpoint()
        .flatMap(KubeKeyImport::endpoint)
        .ifPresent(endpoint -> fields.put("endpoint", endpoint.toString()));
    apiServerPort(cluster).ifPresent(port -> fields.put("apiServerPort", port));
    row(fields, "podSubnets", cluster.ranges().pods().known());
    row(fields, "serviceSubnets", cluster.ranges().services().known());
    plugin(cluster).ifPresent(plugin -> fields.put("cni", plugin));
    text(cluster, "etcd", "external")
        .flatMap(KubernetesImport::externalEtcd)
        .ifPresent(external -> fields.put("etcd", new Fields().put("external", external)));
    furtherAddresses(cluster);
    return fields;
  }

  private static Optional<Integer> apiServerPort(KubeKeyCluster cluster) {
    return text(cluster, "kubernetes", "apiserver", "port")
        .flatMap(KubeKeyImport::scalar)
        .filter(port -> port.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf);
  }

  /** A second family, which KubeKey writes into one line with the first. */
  private void furtherAddresses(KubeKeyCluster cluster) {
    for (YamlNode host : text(cluster, "hosts").map(KubeKeyImport::items).orElse(List.of())) {
      Optional<Machine> machine =
          child(host, "name").flatMap(KubeKeyImport::scalar).flatMap(machines::named);
      Optional<String> list = child(host, "internalAddress").flatMap(KubeKeyImport::scalar);
      if (machine.isPresent() && list.isPresent())
        for (String address : list.get().split(",", -1))
          IpAddress.parse(address.strip()).ifPresent(machine.get().addresses()::add);
    }
  }

  private static List<YamlNode> items(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
  }

  /** With a balancer of its own the name is its business, and KubeKey's own is the spec's too. */
  private static Optional<HostPort> endpoint(KubeKeyCluster.Endpoint endpoint) {
    Setting<String> domain = endpoint.domain();
    if (endpoint.isBalancedBy("haproxy")) return Optional.empty();
    int port = endpoint.port().value().orElse(PORT);
    return domain.value().map(name -> new HostPort(name, OptionalInt.of(port)));
  }

  private static void row(Fields fields, String key, List<? extends Located<?>> values) {
    if (!values.isEmpty())
      fields.put(key, YamlText.row(values.stream().map(v -> v.value().toString()).toList()));
  }

  private static Optional<String> plugin(KubeKeyCluster cluster) {
    return text(cluster, "network", "plugin")
        .or(() -> text(cluster, "cni", "type"))
        .flatMap(KubeKeyImport::scalar)
        .filter(PLUGINS::contains);
  }

  /** What stands below {@code spec} on a path of keys. */
  private static Optional<YamlNode> text(KubeKeyCluster cluster, String... keys) {
    for (YamlNode document : YamlSyntax.parse(cluster.file(), _ -> {})) {
      Optional<YamlNode> node = child(document, "spec");
      for (String key : keys) node = node.flatMap(each -> child(each, key));
      if (node.isPresent()) return node;
    }
    return Optional.empty();
  }

  private static Optional<String> scalar(YamlNode node) {
    return node instanceof YamlNode.Scalar text ? Optional.of(text.value()) : Optional.empty();
  }

  private static Optional<YamlNode> child(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private void noteKeys(KubeKeyCluster cluster) {
    Map<String, Optional<RuleMeta>> decisions = new HashMap<>();
    for (String field :
        List.of(
            "apiVersion",
            "kind",
            "metadata.name",
            "spec.hosts.name",
            "spec.hosts.address",
            "spec.hosts.internalAddress",
            "spec.roleGroups",
            "spec.controlPlaneEndpoint.internalLoadbalancer",
            "spec.controlPlaneEndpoint.domain",
            "spec.controlPlaneEndpoint.address",
            "spec.controlPlaneEndpoint.port",
            "spec.kubernetes.version",
            "spec.kubernetes.apiserverCertExtraSans",
            "spec.network.plugin",
            "spec.network.kubePodsCIDR",
            "spec.network.kubeServiceCIDR",
            "spec.kubernetes.kube_version",
            "spec.kubernetes.control_plane_endpoint.host",
            "spec.kubernetes.control_plane_endpoint.port",
            "spec.kubernetes.control_plane_endpoint.type",
            "spec.kubernetes.control_plane_endpoint.local.address",
            "spec.kubernetes.control_plane_endpoint.kube_vip.address",
            "spec.kubernetes.control_plane_endpoint.kube_vip.mode",
            "spec.kubernetes.apiserver.port",
            "spec.kubernetes.apiserver.certSANs",
            "spec.cni.type",
            "spec.cni.pod_cidr",
            "spec.cni.service_cidr")) decisions.put(field, Optional.empty());
    for (String anew :
        List.of(
            "spec.kubernetes.containerManager",
            "spec.kubernetes.cluster_name",
            "spec.controlPlaneEndpoint.externalDNS",
            "spec.etcd.type",
            "spec.etcd.deployment_type")) decisions.put(anew, Optional.of(WRITTEN_ANEW));
    for (String key : List.of("endpoints", "caFile", "certFile", "keyFile"))
      decisions.put("spec.etcd.external." + key, Optional.empty());
    cluster
        .endpoint()
        .filter(endpoint -> endpoint.isBalancedBy("haproxy"))
        .flatMap(endpoint -> endpoint.domain().located())
        .filter(domain -> !domain.value().equals(KubeKeyCluster.DEFAULT_DOMAIN))
        .ifPresent(
            domain ->
                notes.add(
                    NOT_CARRIED,
                    domain.span(),
                    "the name `%s` is not carried over: with KubeKey's own haproxy the spec takes `%s`"
                        .formatted(domain.value(), KubeKeyCluster.DEFAULT_DOMAIN)));
    for (YamlNode document : YamlSyntax.parse(cluster.file(), _ -> {}))
      if (child(document, "spec").isPresent())
        new YamlKeys("KubeKey's file", decisions, NOT_CARRIED, notes).decide(document);
  }
}
