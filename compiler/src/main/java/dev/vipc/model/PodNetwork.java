package dev.vipc.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a manifest says of the network between pods.
 *
 * @param subnets what it gives pods addresses from; empty where it takes kubeadm's
 * @param transports how it carries packets between nodes, and what its own parts say to each other,
 *     as far as the manifest tells
 * @param ports those that are not the usual ones, 1..65535
 */
public record PodNetwork(
    Plugin plugin,
    List<Setting<Cidr>> subnets,
    Set<Transport> transports,
    Map<Transport, Setting<Integer>> ports)
    implements Part {
  public enum Plugin {
    CALICO("Calico"),
    FLANNEL("Flannel"),
    CILIUM("Cilium");

    private final String shown;

    Plugin(String shown) {
      this.shown = shown;
    }

    /** As its makers write it. */
    public String shown() {
      return shown;
    }
  }

  /** A protocol between nodes. */
  public enum Transport {
    BGP,
    IPIP,
    VXLAN,
    GENEVE,
    WIREGUARD,
    /** Flannel's backend of that name. */
    UDP,
    TYPHA
  }

  public PodNetwork {
    subnets = List.copyOf(subnets);
    transports = Set.copyOf(transports);
    ports = Map.copyOf(ports);
  }
}
