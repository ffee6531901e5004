package dev.vipc.emit.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An etcd cluster on nodes of its own: on each what kubeadm makes certificates and the static pod
 * from, and a kubelet that runs the pod before there is a cluster; and the order of the steps.
 * Source: Kubernetes' page "Set up a High Availability etcd Cluster with kubeadm".
 */
@AutoService(Emitter.class)
public final class EtcdEmitter implements Emitter {
  private static final String FILE = "/etc/kubernetes/kubeadmcfg.yaml";
  private static final String DROP_IN =
      "/etc/systemd/system/kubelet.service.d/20-etcd-service-manager.conf";

  /**
   * Not beside the drop-in, where kubeadm's page puts it: systemd reads every {@code *.conf} there.
   */
  private static final String KUBELET = "/etc/kubernetes/kubelet-etcd.yaml";

  private static final int CLIENT_PORT = 2379;
  private static final int PEER_PORT = 2380;

  @Override
  public String name() {
    return "kubeadm-etcd";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return KubeadmRelease.cluster(build)
        .map(cluster -> forCluster(build, cluster))
        .orElse(ArtifactSet.EMPTY);
  }

  private static ArtifactSet forCluster(Build build, Kubernetes cluster) {
    return switch (cluster.etcd().value()) {
      case Kubernetes.Etcd.Stacked _ -> ArtifactSet.EMPTY;
      case Kubernetes.Etcd.External external when external.members().isEmpty() -> ArtifactSet.EMPTY;
      case Kubernetes.Etcd.External external -> members(build, cluster, external);
    };
  }

  private static ArtifactSet members(
      Build build, Kubernetes cluster, Kubernetes.Etcd.External external) {
    List<SpecNode> members =
        external.members().stream().filter(member -> hasAddress(build, member)).toList();
    if (members.isEmpty()) return ArtifactSet.EMPTY;
    List<Artifact> artifacts = new ArrayList<>();
    for (SpecNode member : members) {
      Map<String, Object> values = values(build, cluster, member, members);
      artifacts.add(onNode(build, member, FILE, "etcd.yaml.j2", values));
      artifacts.add(onNode(build, member, DROP_IN, "etcd-kubelet.conf.j2", values));
      artifacts.add(onNode(build, member, KUBELET, "etcd-kubelet.yaml.j2", values));
    }
    artifacts.add(runbook(build, cluster, external, members));
    return new ArtifactSet(artifacts);
  }

  private static boolean hasAddress(Build build, SpecNode member) {
    boolean has = !member.addresses().isEmpty();
    if (!has)
      build.refuse(
          member.name().span(),
          "`%s` is a member of etcd and has no address".formatted(member.name().value()),
          "add its `addresses`");
    return has;
  }

  private static Artifact onNode(
      Build build, SpecNode node, String path, String template, Map<String, Object> values) {
    return Artifact.onNode(
        node.name().value(),
        path,
        build.render(EtcdEmitter.class, template, values),
        FileMode.PLAIN);
  }

  private static Map<String, Object> values(
      Build build, Kubernetes cluster, SpecNode member, List<SpecNode> members) {
    KubeadmRelease release = KubeadmRelease.of(cluster);
    Map<String, Object> values = release.values(build);
    values.put("node", YamlText.of(member.name().value()));
    values.put("address", YamlText.of(address(member).toString()));
    values.put("sans", sans(member).map(YamlText::of).toList());
    values.put("arguments", arguments(member, members));
    values.put("kubelet_file", KUBELET);
    values.put("endpoint_in_file", release.version().atLeast(1, 27));
    values.put("remote_flag", !release.version().atLeast(1, 24));
    return values;
  }

  /** The names and addresses of a member beside those that kubeadm adds itself. */
  private static Stream<String> sans(SpecNode member) {
    return Stream.concat(
        Stream.of(member.name().value()),
        member.addresses().stream().map(own -> own.value().toString()));
  }

  private static List<Map<String, String>> arguments(SpecNode member, List<SpecNode> members) {
    IpAddress own = address(member);
    String loopback = own.isV6() ? "::1" : "127.0.0.1";
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("advertise-client-urls", url(own.toString(), CLIENT_PORT));
    arguments.put("initial-advertise-peer-urls", url(own.toString(), PEER_PORT));
    arguments.put(
        "initial-cluster",
        members.stream()
            .map(each -> each.name().value() + "=" + url(address(each).toString(), PEER_PORT))
            .collect(Collectors.joining(",")));
    arguments.put("initial-cluster-state", "new");
    arguments.put(
        "listen-client-urls", url(loopback, CLIENT_PORT) + "," + url(own.toString(), CLIENT_PORT));
    arguments.put("listen-peer-urls", url(own.toString(), PEER_PORT));
    arguments.put("name", member.name().value());
    return arguments.entrySet().stream()
        .map(entry -> Map.of("name", entry.getKey(), "value", YamlText.of(entry.getValue())))
        .toList();
  }

  private static IpAddress address(SpecNode node) {
    return node.address().orElseThrow();
  }

  private static String url(String host, int port) {
    return "https://" + new HostPort(host, OptionalInt.of(port));
  }

  private static Artifact runbook(
      Build build, Kubernetes cluster, Kubernetes.Etcd.External external, List<SpecNode> members) {
    List<String> names = members.stream().map(member -> member.name().value()).toList();
    Map<String, Object> values = new HashMap<>();
    values.put("header", build.origin().header());
    values.put("first", names.getFirst());
    values.put("others", names.subList(1, names.size()));
    values.put("members", names);
    values.put("majority", names.size() / 2 + 1);
    values.put("endpoint", url(address(members.getFirst()).toString(), CLIENT_PORT));
    values.put("old_etcdctl", !cluster.version().value().atLeast(1, 17));
    values.put(
        "masters",
        build.spec().nodesWith(Role.CONTROL_PLANE).stream()
            .map(master -> master.name().value())
            .toList());
    values.put("uploads", cluster.join().certificateKey().isPresent());
    values.put("own_files", Pages.isUsual(external));
    return new Artifact(
        Path.of(Build.CLUSTER, "etcd.md"),
        build.render(EtcdEmitter.class, "etcd.md.j2", values),
        FileMode.PLAIN);
  }
}
