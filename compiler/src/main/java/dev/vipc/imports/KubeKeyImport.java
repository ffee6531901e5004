package dev.vipc.imports;

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
  private final Notes notes;

  KubeKeyImport(Deployment deployment, Notes notes) {
    this.clusters = deployment.all(KubeKeyCluster.class).toList();
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

  /** The address that is somebody else's to hold, where the file names one. */
  Optional<IpAddress> external() {
    return clusters.stream()
        .flatMap(cluster -> cluster.endpoint().stream())
        .filter(endpoint -> endpoint.balancer().isUnset())
        .flatMap(endpoint -> endpoint.address().value().stream())
        .flatMap(text -> IpAddress.parse(text).stream())
        .findFirst();
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
    row(fields, "podSubnets", cluster.ranges().pods().known());
    row(fields, "serviceSubnets", cluster.ranges().services().known());
    plugin(cluster).ifPresent(plugin -> fields.put("cni", plugin));
    return fields;
  }

  /** A name that KubeKey takes unasked is left to the spec's default. */
  private static Optional<HostPort> endpoint(KubeKeyCluster.Endpoint endpoint) {
    Setting<String> domain = endpoint.domain();
    int port = endpoint.port().value().orElse(PORT);
    return domain.value().map(name -> new HostPort(name, OptionalInt.of(port)));
  }

  private static void row(Fields fields, String key, List<? extends Located<?>> values) {
    if (!values.isEmpty())
      fields.put(key, YamlText.row(values.stream().map(v -> v.value().toString()).toList()));
  }

  private static Optional<String> plugin(KubeKeyCluster cluster) {
    return YamlSyntax.parse(cluster.file(), _ -> {}).stream()
        .flatMap(document -> child(document, "spec").stream())
        .flatMap(spec -> child(spec, "network").stream())
        .flatMap(network -> child(network, "plugin").stream())
        .flatMap(
            plugin ->
                plugin instanceof YamlNode.Scalar scalar
                    ? Optional.of(scalar.value()).stream()
                    : Optional.<String>empty().stream())
        .filter(PLUGINS::contains)
        .findFirst();
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
            "spec.network.kubeServiceCIDR")) decisions.put(field, Optional.empty());
    decisions.put("spec.kubernetes.containerManager", Optional.of(WRITTEN_ANEW));
    for (YamlNode document : YamlSyntax.parse(cluster.file(), _ -> {}))
      if (child(document, "spec").isPresent())
        new YamlKeys("KubeKey's file", decisions, NOT_CARRIED, notes).decide(document);
  }
}
