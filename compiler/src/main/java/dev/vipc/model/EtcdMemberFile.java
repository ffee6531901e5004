package dev.vipc.model;

import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.source.Located;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of kubeadm documents that sets up nothing but one member of an etcd cluster: no API server
 * runs there, and its ClusterConfiguration is not the cluster's. Source: Kubernetes' page "Set up a
 * High Availability etcd Cluster with kubeadm".
 *
 * @param whole all of its documents
 */
public record EtcdMemberFile(
    KubeadmFile whole, Setting<String> nodeName, Setting<String> address, LocalEtcd etcd)
    implements NamesMachines {
  /**
   * What a file is, if it says of a cluster only which members its etcd has: neither a way in nor
   * networks, and nobody joins by it.
   */
  public static Optional<EtcdMemberFile> of(KubeadmFile file) {
    if (file.clusters().size() != 1 || !file.joins().isEmpty()) return Optional.empty();
    KubeadmFile.Cluster cluster = file.clusters().getFirst();
    boolean alone =
        cluster.controlPlaneEndpoint().isUnset()
            && cluster.certSans().isEmpty()
            && cluster.podSubnets().isEmpty()
            && cluster.serviceSubnets().isEmpty()
            && cluster.etcdElsewhere().isEmpty();
    Optional<KubeadmFile.Init> init = file.inits().stream().findFirst();
    return cluster
        .localEtcd()
        .filter(etcd -> alone && !etcd.initialCluster().isEmpty())
        .map(
            etcd ->
                new EtcdMemberFile(
                    file,
                    init.map(KubeadmFile.Init::nodeName).orElseGet(Setting::unset),
                    init.map(KubeadmFile.Init::advertiseAddress).orElseGet(Setting::unset),
                    etcd));
  }

  @Override
  public Stream<Inventory.Entry> machines(Inventory.Known known) {
    Stream<Inventory.Entry> members =
        etcd.machines(known)
            .map(m -> new Inventory.Entry(m.name(), m.address(), m.source(), false));
    Stream<Inventory.Entry> own =
        known.machine(address).stream().map(at -> entry(nodeName.located(), at));
    return Stream.concat(members, own);
  }

  private static Inventory.Entry entry(Optional<Located<String>> name, Located<IpAddress> address) {
    return new Inventory.Entry(name, address, Inventory.Source.KUBEADM, false);
  }
}
