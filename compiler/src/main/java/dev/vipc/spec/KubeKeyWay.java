package dev.vipc.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.source.Located;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way into a control plane that KubeKey installs, as KubeKey has words for it.
 *
 * @param balancer what KubeKey itself installs; absent where the way in is somebody else's
 * @param domain the name that KubeKey gives the way in
 * @param address of a load balancer, or the one that kube-vip holds; absent where there is none
 * @param externalDns whether a name server knows the domain
 */
public record KubeKeyWay(
    Optional<Balancer> balancer,
    Chosen<String> domain,
    Optional<Located<String>> address,
    boolean externalDns) {
  /** A balancer that KubeKey installs. */
  public enum Balancer {
    /** On each worker, for that worker. */
    HAPROXY("haproxy"),
    /** On each control-plane node. */
    KUBE_VIP("kube-vip");

    private final String word;

    Balancer(String word) {
      this.word = word;
    }

    /** KubeKey's word for it. */
    public String word() {
      return word;
    }
  }

  /**
   * The virtual address, an endpoint that the spec states, or else KubeKey's own haproxy where
   * there are several control-plane nodes to choose from.
   */
  public static KubeKeyWay of(HaSpec spec, Kubernetes cluster) {
    Chosen<HostPort> endpoint = cluster.endpoint();
    String host = endpoint.value().host();
    boolean named = endpoint.isWritten() && endpoint.value().address().isEmpty();
    Chosen<String> domain =
        named
            ? Chosen.written(host, endpoint.span())
            : Chosen.assumed(
                KubeKeyCluster.DEFAULT_DOMAIN,
                cluster.span(),
                "KubeKey's own; it writes /etc/hosts");
    Optional<VirtualAddress> moving = virtual(spec);
    if (moving.isPresent())
      return new KubeKeyWay(
          moving
              .filter(address -> address.engine().value() == VirtualAddress.Engine.KUBE_VIP)
              .map(_ -> Balancer.KUBE_VIP),
          domain,
          Optional.of(moving.get().addresses().getFirst().address().map(IpAddress::toString)),
          false);
    if (named) return new KubeKeyWay(Optional.empty(), domain, Optional.empty(), true);
    boolean reachable =
        endpoint.isWritten()
            && endpoint
                .value()
                .address()
                .filter(ip -> !ip.address().isLoopbackAddress())
                .isPresent();
    if (reachable)
      return new KubeKeyWay(
          Optional.empty(), domain, Optional.of(new Located<>(host, endpoint.span())), false);
    boolean several = spec.nodesWith(Role.CONTROL_PLANE).size() > 1;
    return new KubeKeyWay(
        Optional.of(Balancer.HAPROXY).filter(_ -> several), domain, Optional.empty(), false);
  }

  /** The virtual address that leads to the API. */
  public static Optional<VirtualAddress> virtual(HaSpec spec) {
    return spec.virtualAddresses().stream()
        .filter(spec::leadsToApi)
        .filter(address -> !address.addresses().isEmpty())
        .findFirst();
  }

  /** Whether KubeKey sets up the kube-vip of an address, so that nothing else may. */
  static boolean isInstalledByKubeKey(HaSpec spec, VirtualAddress address) {
    return spec.kubernetes().filter(cluster -> cluster.installer().value().isKubeKey()).isPresent()
        && address.engine().value() == VirtualAddress.Engine.KUBE_VIP
        && virtual(spec).filter(address::equals).isPresent();
  }

  /** How KubeKey's kube-vip announces the address; absent where KubeKey installs none. */
  public static Optional<Chosen<KubeVip.Mode>> mode(HaSpec spec) {
    return virtual(spec)
        .filter(address -> isInstalledByKubeKey(spec, address))
        .flatMap(VirtualAddress::kubeVip)
        .map(KubeVip::mode);
  }

  /** What must be in the API certificate and KubeKey does not put there itself in every release. */
  public static List<String> certificateNames(HaSpec spec, Kubernetes cluster) {
    Set<String> names = new LinkedHashSet<>();
    spec.virtualAddresses().stream()
        .filter(spec::leadsToApi)
        .flatMap(address -> address.addresses().stream())
        .forEach(ip -> names.add(ip.address().value().toString()));
    cluster.extraSans().forEach(san -> names.add(san.value()));
    return List.copyOf(names);
  }

  /** The members of etcd: beside the API servers, or on the nodes that the spec gives the role. */
  public static List<SpecNode> etcdMembers(HaSpec spec, Kubernetes cluster) {
    return switch (cluster.etcd().value()) {
      case Kubernetes.Etcd.Stacked _ -> spec.nodesWith(Role.CONTROL_PLANE);
      case Kubernetes.Etcd.External external when external.endpoints().isWritten() -> List.of();
      case Kubernetes.Etcd.External external -> external.members();
    };
  }
}
