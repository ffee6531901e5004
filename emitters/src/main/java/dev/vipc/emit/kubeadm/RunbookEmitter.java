package dev.vipc.emit.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The order in which kubeadm makes a cluster of the nodes, and what to look at after each step. */
@AutoService(Emitter.class)
public final class RunbookEmitter implements Emitter {
  @Override
  public String name() {
    return "kubeadm-runbook";
  }

  @Override
  public ArtifactSet emit(Build build) {
    List<SpecNode> masters = build.spec().nodesWith(Role.CONTROL_PLANE);
    if (masters.isEmpty()) return ArtifactSet.EMPTY;
    return KubeadmRelease.cluster(build)
        .map(cluster -> ArtifactSet.of(runbook(build, cluster, masters)))
        .orElse(ArtifactSet.EMPTY);
  }

  private static Artifact runbook(Build build, Kubernetes cluster, List<SpecNode> masters) {
    HaSpec spec = build.spec();
    KubeadmRelease release = KubeadmRelease.of(cluster);
    List<String> workers =
        names(
            spec.nodesWith(Role.WORKER).stream().filter(node -> !masters.contains(node)).toList());
    Map<String, Object> values = new HashMap<>();
    values.put("header", build.origin().header());
    values.put("cluster", spec.name().value());
    values.put("version", release.tag());
    values.put("endpoint", shown(cluster.endpoint().value().toString()));
    values.put("programs", programs(spec));
    values.put("first", masters.getFirst().name().value());
    values.put("others", names(masters.subList(1, masters.size())));
    values.put("workers", workers);
    values.put("survives", survives(cluster, masters));
    values.put("cni", cluster.cni().value().name().toLowerCase(Locale.ROOT));
    values.put("uploads", cluster.join().certificateKey().isPresent());
    values.put("token", cluster.join().token().isPresent());
    values.put(
        "hashes", cluster.join().token().isPresent() && !cluster.join().caHashes().isEmpty());
    values.put("kubeconfig_command", release.hasKubeconfigCommand());
    values.putAll(etcd(cluster.etcd().value()));
    values.putAll(OwnProxy.values(build, cluster));
    return new Artifact(
        Path.of(Build.CLUSTER, "kubeadm.md"),
        build.render(RunbookEmitter.class, "kubeadm.md.j2", values),
        FileMode.PLAIN);
  }

  /** Of two etcd members beside API servers none may be lost. */
  private static boolean survives(Kubernetes cluster, List<SpecNode> masters) {
    return masters.size() > 2
        || masters.size() == 2 && cluster.etcd().value() instanceof Kubernetes.Etcd.External;
  }

  private static Map<String, Object> etcd(Kubernetes.Etcd etcd) {
    return switch (etcd) {
      case Kubernetes.Etcd.Stacked _ -> Map.of("external", false, "own_etcd", false);
      case Kubernetes.Etcd.External external ->
          Map.of("external", true, "own_etcd", !external.members().isEmpty());
    };
  }

  /** What serves the way in, as {@code haproxy on lb1, lb2}. */
  private static List<String> programs(HaSpec spec) {
    Map<String, Set<String>> nodesOf = new LinkedHashMap<>();
    for (VirtualAddress address : spec.virtualAddresses())
      if (spec.leadsToApi(address) && address.engine().value() != VirtualAddress.Engine.EXTERNAL)
        nodesOf
            .computeIfAbsent(address.engine().value().word(), _ -> new LinkedHashSet<>())
            .addAll(names(address.holders()));
    for (SpecProxy proxy : spec.proxies())
      if (proxy.serverRole().value().map(Role.CONTROL_PLANE::equals).orElse(true))
        nodesOf
            .computeIfAbsent(proxy.engine().value().word(), _ -> new LinkedHashSet<>())
            .addAll(names(spec.nodes().stream().filter(proxy::runsOn).toList()));
    return nodesOf.entrySet().stream()
        .filter(program -> !program.getValue().isEmpty())
        .map(program -> program.getKey() + " on " + String.join(", ", program.getValue()))
        .toList();
  }

  private static List<String> names(List<SpecNode> nodes) {
    return nodes.stream().map(node -> node.name().value()).toList();
  }

  /** A value that could mean more than itself in a page is named by its field instead. */
  private static String shown(String endpoint) {
    return Pages.isHarmless(endpoint) ? "`" + endpoint + "`" : "`controlPlaneEndpoint`";
  }
}
