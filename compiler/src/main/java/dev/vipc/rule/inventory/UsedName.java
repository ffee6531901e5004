package dev.vipc.rule.inventory;

import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.EtcdPeer;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A host name in a configuration.
 *
 * @param address what the line gives it, where it does
 * @param surelyNode whether it can only be a node's name; a certificate may hold other names
 */
record UsedName(Located<String> name, Optional<IpAddress> address, boolean surelyNode) {
  /** Every use, by name, in the order of files and lines. */
  static Map<String, List<UsedName>> in(Deployment deployment) {
    List<UsedName> uses = new ArrayList<>();
    deployment.parts().forEach(parts -> gather(parts, uses));
    return uses.stream()
        .filter(use -> IpAddress.parse(use.name().value()).isEmpty())
        .sorted(Comparator.comparing(use -> use.name().span()))
        .collect(
            Collectors.groupingBy(use -> use.name().value(), TreeMap::new, Collectors.toList()));
  }

  private static void gather(Parts parts, List<UsedName> uses) {
    for (KubeadmFile file : parts.all(KubeadmFile.class)) {
      file.clusters().forEach(cluster -> gather(cluster, uses));
      file.inits().forEach(init -> add(init.nodeName(), Optional.empty(), true, uses));
      file.joins().forEach(join -> add(join.nodeName(), Optional.empty(), true, uses));
    }
    for (EtcdMemberFile file : parts.all(EtcdMemberFile.class)) {
      add(file.nodeName(), Optional.empty(), true, uses);
      gather(file.etcd(), uses);
    }
    for (KubeVip kubeVip : parts.all(KubeVip.class))
      kubeVip.peers().forEach(peer -> add(peer.id(), peer.address().value(), false, uses));
  }

  private static void gather(Cluster cluster, List<UsedName> uses) {
    cluster.certSans().forEach(san -> add(san, Optional.empty(), false, uses));
    cluster.localEtcd().ifPresent(etcd -> gather(etcd, uses));
  }

  private static void gather(LocalEtcd etcd, List<UsedName> uses) {
    add(etcd.name(), Optional.empty(), true, uses);
    etcd.serverCertSans().forEach(san -> add(san, Optional.empty(), false, uses));
    etcd.peerCertSans().forEach(san -> add(san, Optional.empty(), false, uses));
    for (EtcdPeer peer : etcd.initialCluster())
      add(peer.name(), peer.url().value().flatMap(HostPort::address), true, uses);
  }

  private static void add(
      Setting<String> name, Optional<IpAddress> address, boolean surelyNode, List<UsedName> uses) {
    name.located().ifPresent(text -> uses.add(new UsedName(text, address, surelyNode)));
  }
}
