package dev.vipc.emit.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.YamlText;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.VirtualAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return KubeadmRelease.cluster(build)
        .map(cluster -> forCluster(build, cluster))
        .orElse(ArtifactSet.EMPTY);
  }

  private static ArtifactSet forCluster(Build build, Kubernetes cluster) {
    checkFamilies(build, cluster);
    JoinSecretsOnDisk secrets = JoinSecretsOnDisk.of(build, cluster.join());
    List<Artifact> artifacts = new ArrayList<>();
    List<SpecNode> masters = build.spec().nodesWith(Role.CONTROL_PLANE);
    for (SpecNode node : masters) {
      boolean first = node.equals(masters.getFirst());
      String template = first ? "init.yaml.j2" : "join.yaml.j2";
      artifacts.add(onNode(build, cluster, secrets, node, template));
    }
    build.spec().nodesWith(Role.WORKER).stream()
        .filter(node -> !masters.contains(node))
        .forEach(node -> artifacts.add(onNode(build, cluster, secrets, node, "join.yaml.j2")));
    if (!masters.isEmpty()) artifacts.add(anyWorker(build, cluster, secrets));
    return new ArtifactSet(artifacts);
  }

  /** 1.15 has one family; 1.16 was the first with a gate for two. */
  private static void checkFamilies(Build build, Kubernetes cluster) {
    if (isDualStack(cluster) && !cluster.version().value().atLeast(1, 16))
      build.refuse(
          cluster.version().span(),
          "Kubernetes %s has one address family".formatted(cluster.version().value()),
          "use Kubernetes 1.16 or later, or write one pod and one service network");
  }

  private static Artifact onNode(
      Build build, Kubernetes cluster, JoinSecretsOnDisk secrets, SpecNode node, String template) {
    boolean master = node.is(Role.CONTROL_PLANE);
    Map<String, Object> values = clusterValues(build, cluster, secrets);
    values.put("node", YamlText.of(node.name().value()));
    values.put("node_ip", YamlText.of(nodeIp(KubeadmRelease.of(cluster), node)));
    values.put("has_address", !node.addresses().isEmpty());
    values.put("address", YamlText.of(node.address().map(Object::toString).orElse("")));
    values.put("control_plane", master);
    values.put("has_pods", hasPods(build, node));
    return Artifact.onNode(
        node.name().value(),
        FILE,
        build.render(KubeadmEmitter.class, template, values),
        secrets.mode(master));
  }

  /** For workers that the spec does not name. */
  private static Artifact anyWorker(Build build, Kubernetes cluster, JoinSecretsOnDisk secrets) {
    Map<String, Object> values = clusterValues(build, cluster, secrets);
    values.put("node", "");
    values.put("node_ip", "");
    values.put("has_address", false);
    values.put("address", "");
    values.put("control_plane", false);
    values.put("has_pods", false);
    return new Artifact(
        Path.of(Build.CLUSTER, WORKER_FILE),
        build.render(KubeadmEmitter.class, "join.yaml.j2", values),
        secrets.mode(false));
  }

  private static Map<String, Object> clusterValues(
      Build build, Kubernetes cluster, JoinSecretsOnDisk secrets) {
    KubeadmRelease release = KubeadmRelease.of(cluster);
    Map<String, Object> values = release.values(build);
    values.putAll(secrets.values());
    values.put("kubeconfig_command", release.hasKubeconfigCommand());
    values.put("cluster", YamlText.of(build.spec().name().value()));
    values.put("endpoint", YamlText.of(cluster.endpoint().value().toString()));
    values.put("port", cluster.apiServerPort().value());
    values.put("gate_dual_stack", isDualStack(cluster) && release.gatesDualStack());
    values.put("pods", YamlText.of(joined(cluster.podSubnets())));
    values.put("services", YamlText.of(joined(cluster.serviceSubnets())));
    values.put("sans", build.spec().certificateSans().stream().map(YamlText::of).toList());
    values.put("first", first(build));
    values.putAll(OwnProxy.values(build, cluster));
    values.putAll(etcd(cluster.etcd().value()));
    return values;
  }

  private static boolean isDualStack(Kubernetes cluster) {
    return cluster.podSubnets().size() > 1 || cluster.serviceSubnets().size() > 1;
  }

  private static String first(Build build) {
    return build.spec().nodesWith(Role.CONTROL_PLANE).stream()
        .findFirst()
        .map(node -> node.name().value())
        .orElse("");
  }

  private static String joined(List<? extends Chosen<?>> subnets) {
    return String.join(",", subnets.stream().map(subnet -> subnet.value().toString()).toList());
  }

  /**
   * The addresses that the kubelet registers, one of each family: without them it may take a
   * virtual address for its own.
   */
  private static String nodeIp(KubeadmRelease release, SpecNode node) {
    boolean v6First = node.address().map(address -> address.isV6()).orElse(false);
    return String.join(
        ",",
        Stream.of(v6First, !v6First)
            .flatMap(family -> node.address(family).stream())
            .limit(release.takesTwoNodeIps() ? 2 : 1)
            .map(Object::toString)
            .toList());
  }

  private static Map<String, Object> etcd(Kubernetes.Etcd etcd) {
    return switch (etcd) {
      case Kubernetes.Etcd.Stacked _ -> Map.of("external_etcd", false);
      case Kubernetes.Etcd.External(var endpoints, var ca, var certificate, var key, _) ->
          Map.of(
              "external_etcd", true,
              "etcd_endpoints",
                  endpoints.value().stream().map(url -> YamlText.of(url.value())).toList(),
              "etcd_ca", YamlText.of(ca.value()),
              "etcd_certificate", YamlText.of(certificate.value()),
              "etcd_key", YamlText.of(key.value()));
    };
  }

  /** A manifest that lies there before the join is otherwise an error to kubeadm. */
  private static boolean hasPods(Build build, SpecNode node) {
    Stream<String> proxies =
        build.spec().proxies().stream()
            .filter(proxy -> proxy.runsOn(node))
            .map(proxy -> proxy.engine().value().word());
    Stream<String> movers =
        build.spec().virtualAddresses().stream()
            .filter(address -> address.isHeldBy(node))
            .map(VirtualAddress::engine)
            .map(engine -> engine.value().word());
    return Stream.concat(proxies, movers)
        .map(Program::of)
        .flatMap(Optional::stream)
        .anyMatch(build::isPod);
  }
}
