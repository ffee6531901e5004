package dev.vipc.lower.spec;

import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Endpoint;
import dev.vipc.model.KubeadmFile.EtcdPeer;
import dev.vipc.model.KubeadmFile.ExternalEtcd;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.KubeadmFile.Validity;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Installer;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The kubeadm configuration that a spec gives a node. */
final class KubeadmOfSpec {
  private KubeadmOfSpec() {}

  /**
   * A ClusterConfiguration and an InitConfiguration on the first control-plane node, a
   * JoinConfiguration on the others and on workers.
   */
  static Optional<KubeadmFile> file(HaSpec spec, SpecNode node) {
    if (spec.kubernetes().isEmpty()) return Optional.empty();
    if (spec.kubernetes().get().installer().value().isKubeKey()) return Optional.empty();
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

  /** What sets up a member of an etcd cluster on a node of its own. */
  static Optional<EtcdMemberFile> member(HaSpec spec, SpecNode node) {
    return spec.kubernetes()
        .filter(cluster -> cluster.installer().value() == Installer.KUBEADM)
        .flatMap(
            cluster ->
                cluster.etcd().value() instanceof Kubernetes.Etcd.External external
                    ? Optional.of(external.members())
                    : Optional.empty())
        .filter(members -> members.contains(node) && !node.addresses().isEmpty())
        .flatMap(members -> EtcdMemberFile.of(member(spec, node, members)));
  }

  private static KubeadmFile member(HaSpec spec, SpecNode node, List<SpecNode> members) {
    Kubernetes cluster = spec.kubernetes().orElseThrow();
    Init init =
        new Init(
            api(cluster),
            List.of(),
            address(node),
            Setting.unset(),
            Settings.of(node.name()),
            List.of(),
            Setting.unset(),
            Setting.unset());
    Cluster etcd =
        new Cluster(
            api(cluster),
            Setting.of("v" + cluster.version().value(), cluster.version().span()),
            Setting.unset(),
            List.of(),
            List.of(),
            List.of(),
            Setting.unset(),
            Optional.of(local(node, members)),
            Optional.empty(),
            List.of(),
            Validity.UNSET);
    return new KubeadmFile(spec.file(), List.of(etcd), List.of(init), List.of());
  }

  private static LocalEtcd local(SpecNode node, List<SpecNode> members) {
    List<Setting<String>> sans =
        Stream.concat(
                Stream.of(Settings.of(node.name())),
                node.addresses().stream().map(own -> Settings.of(own.map(IpAddress::toString))))
            .toList();
    List<Setting<HostPort>> own = at(node, 2380).stream().toList();
    return new LocalEtcd(
        Settings.of(node.name()),
        members.stream()
            .map(
                each ->
                    new EtcdPeer(
                        Settings.of(each.name()),
                        at(each, 2380).orElseGet(Setting::unset),
                        each.name().span()))
            .toList(),
        Setting.of("new", node.name().span()),
        Stream.concat(
                Stream.of(at(node, 2379), at(node, 2379)).flatMap(Optional::stream),
                Stream.concat(own.stream(), own.stream()))
            .toList(),
        own,
        sans,
        sans,
        node.name().span());
  }

  private static Optional<Setting<HostPort>> at(SpecNode node, int port) {
    return node.addresses().stream()
        .findFirst()
        .map(own -> own.map(ip -> new HostPort(ip.toString(), OptionalInt.of(port))))
        .map(Settings::of);
  }

  private static Api api(Kubernetes cluster) {
    String version = KubeadmVersion.newestFor(cluster.version().value().minor()).toString();
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
                  external.endpoints().value().stream().map(KubeadmOfSpec::member).toList(),
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
