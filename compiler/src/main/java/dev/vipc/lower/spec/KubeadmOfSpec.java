package dev.vipc.lower.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Endpoint;
import dev.vipc.model.KubeadmFile.ExternalEtcd;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.KubeadmFile.Validity;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.util.List;
import java.util.Optional;

/** The kubeadm configuration that a spec gives a node. */
final class KubeadmOfSpec {
  private KubeadmOfSpec() {}

  /**
   * A ClusterConfiguration and an InitConfiguration on the first control-plane node, a
   * JoinConfiguration on the others and on workers.
   */
  static Optional<KubeadmFile> file(HaSpec spec, SpecNode node) {
    if (spec.kubernetes().isEmpty()) return Optional.empty();
    Kubernetes cluster = spec.kubernetes().get();
    boolean master = node.is(Role.CONTROL_PLANE);
    boolean first = master && spec.nodesWith(Role.CONTROL_PLANE).getFirst().equals(node);
    if (first)
      return Optional.of(
          new KubeadmFile(
              spec.file(),
              List.of(cluster(spec, cluster)),
              List.of(init(cluster, node)),
              List.of()));
    if (master || node.is(Role.WORKER))
      return Optional.of(
          new KubeadmFile(spec.file(), List.of(), List.of(), List.of(join(cluster, node, master))));
    return Optional.empty();
  }

  private static Api api(Kubernetes cluster) {
    Version release = cluster.version().value();
    String version =
        release.atLeast(1, 31) ? "v1beta4" : release.atLeast(1, 22) ? "v1beta3" : "v1beta2";
    return new Api(new Located<>(version, cluster.version().span()), cluster.span());
  }

  private static Cluster cluster(HaSpec spec, Kubernetes cluster) {
    Span place = cluster.span();
    return new Cluster(
        api(cluster),
        Setting.of("v" + cluster.version().value(), cluster.version().span()),
        Settings.of(cluster.endpoint()),
        spec.certificateSans().stream().map(san -> Setting.of(san, place)).toList(),
        cluster.podSubnets().stream().map(Settings::of).toList(),
        cluster.serviceSubnets().stream().map(Settings::of).toList(),
        Setting.unset(),
        Optional.empty(),
        externalEtcd(cluster),
        List.of(),
        Validity.UNSET);
  }

  private static Optional<ExternalEtcd> externalEtcd(Kubernetes cluster) {
    return switch (cluster.etcd().value()) {
      case Kubernetes.Etcd.Stacked _ -> Optional.empty();
      case Kubernetes.Etcd.External external ->
          Optional.of(
              new ExternalEtcd(
                  external.endpoints().stream().map(KubeadmOfSpec::member).toList(),
                  Settings.of(external.caFile()),
                  Settings.of(external.certFile()),
                  Settings.of(external.keyFile()),
                  cluster.etcd().span()));
    };
  }

  private static Endpoint member(Located<String> url) {
    String host = url.value().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return new Endpoint(
        Setting.of(url.value(), url.span()),
        HostPort.parse(host)
            .map(at -> Setting.of(at, url.span()))
            .orElseGet(() -> Setting.unknown(url.span())));
  }

  private static Init init(Kubernetes cluster, SpecNode node) {
    return new Init(
        api(cluster),
        List.of(),
        address(node),
        Settings.of(cluster.apiServerPort()),
        Settings.of(node.name()),
        node.addresses().stream().map(Settings::of).toList(),
        Setting.unset(),
        Setting.unset());
  }

  /** Token, hashes and key come to be when the cluster does, so that here they are open. */
  private static Join join(Kubernetes cluster, SpecNode node, boolean master) {
    Span place = node.name().span();
    return new Join(
        api(cluster),
        master,
        Settings.of(cluster.endpoint()),
        Setting.unknown(place),
        List.of(Setting.unknown(place)),
        Setting.unset(),
        master ? address(node) : Setting.unset(),
        master ? Settings.of(cluster.apiServerPort()) : Setting.unset(),
        Settings.of(node.name()),
        node.addresses().stream().map(Settings::of).toList(),
        Setting.unset(),
        Setting.unknown(place));
  }

  private static Setting<String> address(SpecNode node) {
    return Settings.of(
        node.addresses().stream().findFirst().map(own -> own.map(IpAddress::toString)));
  }
}
