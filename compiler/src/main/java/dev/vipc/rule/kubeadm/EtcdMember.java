package dev.vipc.rule.kubeadm;

import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.EtcdPeer;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.Node;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An etcd member whose {@code initial-cluster} is written by hand, every name in it known.
 *
 * @param label what to call the node in a message
 */
record EtcdMember(String label, LocalEtcd etcd) {
  static List<EtcdMember> of(Deployment deployment) {
    return deployment.nodes().stream()
        .flatMap(EtcdMember::of)
        .filter(member -> !member.peers().isEmpty())
        .filter(member -> member.peers().stream().allMatch(p -> p.name().value().isPresent()))
        .toList();
  }

  private static Stream<EtcdMember> of(Node node) {
    Stream<LocalEtcd> configured =
        node.parts().all(KubeadmFile.class).stream()
            .flatMap(file -> file.clusters().stream())
            .flatMap(cluster -> cluster.localEtcd().stream());
    Stream<LocalEtcd> alone =
        node.parts().all(EtcdMemberFile.class).stream().map(EtcdMemberFile::etcd);
    return Stream.of(configured, alone, node.parts().all(LocalEtcd.class).stream())
        .flatMap(each -> each)
        .map(etcd -> new EtcdMember(node.label(), etcd));
  }

  List<EtcdPeer> peers() {
    return etcd.initialCluster();
  }

  Set<String> names() {
    return peers().stream().flatMap(p -> p.name().value().stream()).collect(Collectors.toSet());
  }

  /** Its own entry in the initial cluster. */
  Optional<EtcdPeer> own() {
    return etcd.name().value().flatMap(this::peer);
  }

  Optional<EtcdPeer> peer(String name) {
    return peers().stream().filter(peer -> peer.name().is(name)).findFirst();
  }

  /** The whole initial-cluster. */
  Located<String> list() {
    return new Located<>("initial-cluster", peers().getFirst().span().to(peers().getLast().span()));
  }
}
