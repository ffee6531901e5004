package dev.vipc.emit.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.model.Version;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code kubeadm init} and {@code kubeadm join} are given on each node: the first
 * control-plane node of the spec begins the cluster, the others and the workers join it.
 */
@AutoService(Emitter.class)
public final class KubeadmEmitter implements Emitter {
  private static final String FILE = "/etc/kubernetes/kubeadm-config.yaml";
  private static final String WORKER_FILE = "kubeadm-worker.yaml";

  @Override
  public String name() {
    return "kubeadm";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return build
        .spec()
        .kubernetes()
        .filter(cluster -> isReadable(build, cluster))
        .map(cluster -> forCluster(build, cluster))
        .orElse(ArtifactSet.EMPTY);
  }

  /** kubeadm reads v1beta2 from 1.15 on, and the earlier forms have other fields. */
  private static boolean isReadable(Build build, Kubernetes cluster) {
    boolean readable = cluster.version().value().atLeast(1, 15);
    if (!readable)
      build.refuse(
          cluster.version().span(),
          "kubeadm %s reads a configuration that vipc does not write"
              .formatted(cluster.version().value()),
          "use Kubernetes 1.15 or later");
    return readable;
  }

  private static ArtifactSet forCluster(Build build, Kubernetes cluster) {
    List<Artifact> artifacts = new ArrayList<>();
    List<SpecNode> masters = build.spec().nodesWith(Role.CONTROL_PLANE);
    for (SpecNode node : masters) {
      boolean first = node.equals(masters.getFirst());
      artifacts.add(onNode(build, cluster, node, first ? "init.yaml.j2" : "join.yaml.j2"));
    }
    build.spec().nodesWith(Role.WORKER).stream()
        .filter(node -> !masters.contains(node))
        .forEach(node -> artifacts.add(onNode(build, cluster, node, "join.yaml.j2")));
    if (!masters.isEmpty()) artifacts.add(anyWorker(build, cluster, masters.getFirst()));
    return new ArtifactSet(artifacts);
  }

  private static Artifact onNode(Build build, Kubernetes cluster, SpecNode node, String template) {
    Map<String, Object> values = clusterValues(build, cluster);
    values.put("node", YamlText.of(node.name().value()));
    values.put("node_ip", YamlText.of(nodeIp(node)));
    values.put("has_address", !node.addresses().isEmpty());
    values.put("address", YamlText.of(node.address().map(Object::toString).orElse("")));
    values.put("control_plane", node.is(Role.CONTROL_PLANE));
    values.put("has_pods", hasPods(build, node));
    return Artifact.onNode(
        node.name().value(),
        FILE,
        build.render(KubeadmEmitter.class, template, values),
        FileMode.PLAIN);
  }

  /** For workers that the spec does not name. */
  private static Artifact anyWorker(Build build, Kubernetes cluster, SpecNode first) {
    Map<String, Object> values = clusterValues(build, cluster);
    values.put("node", "");
    values.put("node_ip", "");
    values.put("has_address", false);
    values.put("address", "");
    values.put("control_plane", false);
    values.put("has_pods", false);
    return new Artifact(
        Path.of(Build.CLUSTER, WORKER_FILE),
        build.render(KubeadmEmitter.class, "join.yaml.j2", values),
        FileMode.PLAIN);
  }

  private static Map<String, Object> clusterValues(Build build, Kubernetes cluster) {
    Version version = cluster.version().value();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("api", api(version));
    values.put("lists", version.atLeast(1, 31));
    values.put("cluster", YamlText.of(build.spec().name().value()));
    values.put("version", "v%d.%d.%d".formatted(version.major(), version.minor(), version.patch()));
    values.put("endpoint", YamlText.of(cluster.endpoint().value().toString()));
    values.put("port", cluster.apiServerPort().value());
    values.put("pods", YamlText.of(joined(cluster.podSubnets())));
    values.put("services", YamlText.of(joined(cluster.serviceSubnets())));
    values.put("sans", build.spec().certificateSans().stream().map(YamlText::of).toList());
    values.put("first", first(build));
    values.putAll(etcd(cluster.etcd().value()));
    return values;
  }

  private static String first(Build build) {
    return build.spec().nodesWith(Role.CONTROL_PLANE).stream()
        .findFirst()
        .map(node -> node.name().value())
        .orElse("");
  }

  /** The newest form that the release reads and does not call experimental. */
  private static String api(Version version) {
    if (version.atLeast(1, 31)) return "kubeadm.k8s.io/v1beta4";
    return version.atLeast(1, 22) ? "kubeadm.k8s.io/v1beta3" : "kubeadm.k8s.io/v1beta2";
  }

  private static String joined(List<? extends Chosen<?>> subnets) {
    return String.join(",", subnets.stream().map(subnet -> subnet.value().toString()).toList());
  }

  /**
   * The addresses that the kubelet registers, one of each family: without them it may take a
   * virtual address for its own.
   */
  private static String nodeIp(SpecNode node) {
    boolean v6First = node.address().map(address -> address.isV6()).orElse(false);
    return String.join(
        ",",
        Stream.of(v6First, !v6First)
            .flatMap(family -> node.address(family).stream())
            .map(Object::toString)
            .toList());
  }

  private static Map<String, Object> etcd(Kubernetes.Etcd etcd) {
    return switch (etcd) {
      case Kubernetes.Etcd.Stacked _ -> Map.of("external_etcd", false);
      case Kubernetes.Etcd.External(var endpoints, var ca, var certificate, var key) ->
          Map.of(
              "external_etcd", true,
              "etcd_endpoints", endpoints.stream().map(url -> YamlText.of(url.value())).toList(),
              "etcd_ca", YamlText.of(ca.value()),
              "etcd_certificate", YamlText.of(certificate.value()),
              "etcd_key", YamlText.of(key.value()));
    };
  }

  /** A manifest that lies there before the join is otherwise an error to kubeadm. */
  private static boolean hasPods(Build build, SpecNode node) {
    boolean proxies =
        build.isPod(Program.HAPROXY)
            && !build.spec().proxiesOn(node, SpecProxy.Engine.HAPROXY).isEmpty();
    boolean routers =
        build.isPod(Program.KEEPALIVED)
            && !build.spec().routersOn(node, VirtualAddress.Engine.KEEPALIVED).isEmpty();
    return proxies || routers;
  }
}
