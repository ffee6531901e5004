package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that one set of files says about one control plane.
 *
 * @param nodes machines, in the order of their folders; a node's kind of file that lies in no node
 *     folder belongs to a node without a name
 * @param shared what belongs to no machine: host lists, inventories, a spec
 */
public record Deployment(List<Node> nodes, Parts shared, Facts facts, Targets targets) {
  public Deployment {
    nodes = List.copyOf(nodes);
  }

  /** The parts of every node, then the shared ones. */
  public Stream<Parts> parts() {
    return Stream.concat(nodes.stream().map(Node::parts), Stream.of(shared));
  }

  /** The addresses that keepalived or kube-vip moves between machines, wherever written. */
  public List<Located<IpAddress>> virtualAddresses() {
    return parts().flatMap(Deployment::virtualAddresses).toList();
  }

  public List<KubeadmFile> kubeadmFiles() {
    return parts().flatMap(parts -> parts.kubeadmFiles().stream()).toList();
  }

  /** Every kubeadm ClusterConfiguration. */
  public List<KubeadmFile.Cluster> clusters() {
    return kubeadmFiles().stream().flatMap(file -> file.clusters().stream()).toList();
  }

  private static Stream<Located<IpAddress>> virtualAddresses(Parts parts) {
    Stream<Located<IpAddress>> vrrp =
        parts.vrrpDaemons().stream()
            .flatMap(daemon -> daemon.routers().stream())
            .flatMap(router -> router.knownAddresses().stream())
            .map(address -> address.map(VirtualRouter.VirtualAddress::address));
    Stream<Located<IpAddress>> kubeVip =
        parts.kubeVips().stream().flatMap(instance -> instance.virtualAddress().stream());
    return Stream.concat(vrrp, kubeVip);
  }
}
