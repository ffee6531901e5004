package dev.vipc.lower.spec;

import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.model.KubeKeyCluster.Member;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Installer;
import dev.vipc.spec.KubeKeyWay;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a spec asks KubeKey to install. */
final class KubeKeyOfSpec {
  private static final int HEALTH_PORT = 8081;

  private KubeKeyOfSpec() {}

  /** Nothing where another installer makes the cluster. */
  static Parts parts(HaSpec spec) {
    return spec.kubernetes()
        .filter(cluster -> cluster.installer().value().isKubeKey())
        .map(cluster -> parts(spec, cluster))
        .orElse(Parts.NONE);
  }

  private static Parts parts(HaSpec spec, Kubernetes cluster) {
    boolean old = cluster.installer().value() == Installer.KUBEKEY_V1ALPHA2;
    KubeKeyWay way = KubeKeyWay.of(spec, cluster);
    Endpoint endpoint = endpoint(spec, cluster, way, old);
    return Parts.of(
            new ControlPlaneEndpoint(
                endpoint.domain(),
                old ? "controlPlaneEndpoint.address" : "control_plane_endpoint.local.address",
                endpoint.address(),
                endpoint.port(),
                endpoint.balancer().is("local") ? Setting.unset() : endpoint.balancer(),
                cluster.endpoint().span()))
        .and(Parts.of(cluster(spec, cluster, endpoint, old)));
  }

  private static Endpoint endpoint(HaSpec spec, Kubernetes cluster, KubeKeyWay way, boolean old) {
    Span place = cluster.endpoint().span();
    Setting<String> balancer =
        way.balancer()
            .map(program -> Setting.of(program.word(), place))
            .orElseGet(() -> old ? Setting.unset() : Setting.of("local", place));
    return new Endpoint(
        new Located<>(old ? "controlPlaneEndpoint" : "control_plane_endpoint", place),
        balancer,
        Settings.of(way.domain()),
        Settings.of(way.address()),
        Setting.of(cluster.endpoint().value().port().orElse(6443), place),
        old ? Setting.of(way.externalDns(), place) : Setting.unset(),
        KubeKeyWay.mode(spec)
            .map(mode -> Setting.of(mode.value().name(), mode.span()))
            .orElseGet(Setting::unset),
        old ? Setting.unset() : Setting.of(HEALTH_PORT, place));
  }

  private static KubeKeyCluster cluster(
      HaSpec spec, Kubernetes cluster, Endpoint endpoint, boolean old) {
    List<Setting<String>> names =
        KubeKeyWay.certificateNames(spec, cluster).stream()
            .map(name -> Setting.of(name, cluster.span()))
            .toList();
    return new KubeKeyCluster(
        spec.file(),
        old ? Dialect.V1ALPHA2 : Dialect.V1,
        spec.nodes().stream().map(SpecNode::name).toList(),
        members(spec, cluster, old),
        Optional.of(endpoint),
        Setting.of("v" + cluster.version().value(), cluster.version().span()),
        Setting.unset(),
        Setting.unset(),
        names,
        names.isEmpty() ? Optional.empty() : Optional.of(cluster.span()),
        List.of(),
        ranges(cluster, old));
  }

  private static List<Member> members(HaSpec spec, Kubernetes cluster, boolean old) {
    List<Member> members = new ArrayList<>();
    add(
        old ? "control-plane" : "kube_control_plane",
        spec.nodesWith(Role.CONTROL_PLANE).stream(),
        members);
    add(old ? "worker" : "kube_worker", spec.nodesWith(Role.WORKER).stream(), members);
    add("etcd", KubeKeyWay.etcdMembers(spec, cluster).stream(), members);
    return List.copyOf(members);
  }

  private static void add(String group, Stream<SpecNode> nodes, List<Member> members) {
    nodes.forEach(
        node ->
            members.add(
                new Member(
                    new Located<>(group, node.roles().span()),
                    node.name().value(),
                    node.name().span())));
  }

  private static ClusterSubnets ranges(Kubernetes cluster, boolean old) {
    return new ClusterSubnets(
        "KubeKey",
        new ClusterSubnets.Range(
            old ? "kubePodsCIDR" : "pod_cidr",
            cluster.podSubnets().stream().map(Settings::of).toList(),
            "10.233.64.0/18"),
        new ClusterSubnets.Range(
            old ? "kubeServiceCIDR" : "service_cidr",
            cluster.serviceSubnets().stream().map(Settings::of).toList(),
            "10.233.0.0/18"));
  }
}
