package dev.vipc.spec;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * An address that moves between nodes.
 *
 * @param holders the nodes that may hold it, the preferred one first
 * @param vrrp present exactly where the engine speaks VRRP
 * @param kubeVip present exactly where the engine is kube-vip
 * @param tracks what moves the address away when it fails
 * @param together those of one name move to another node together
 * @param iface where the holders have it; absent: on each node's own interface
 * @param span the whole entry
 */
public record VirtualAddress(
    Located<String> name,
    List<Ip> addresses,
    Chosen<Selection> selection,
    List<SpecNode> holders,
    Chosen<Engine> engine,
    Optional<Vrrp> vrrp,
    Optional<KubeVip> kubeVip,
    Chosen<List<Track>> tracks,
    Optional<Located<String>> together,
    Optional<Located<String>> iface,
    Span span) {
  /** What moves the address. */
  public enum Engine {
    KEEPALIVED("keepalived"),
    VIPD("vipd"),
    KUBE_VIP("kube-vip"),
    /** Somebody else's, such as a cloud load balancer. */
    EXTERNAL("external");

    private final String word;

    Engine(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /** Whether its nodes agree by VRRP, which the spec's `vrrp` and `track` are for. */
    public boolean speaksVrrp() {
      return this == KEEPALIVED || this == VIPD;
    }
  }

  /**
   * One of the addresses.
   *
   * @param prefixLength 0..32 or 0..128
   */
  public record Ip(Located<IpAddress> address, Chosen<Integer> prefixLength) {}

  /** Whether it has an address of the family. */
  public boolean has(boolean v6) {
    return addresses.stream().anyMatch(ip -> ip.address().value().isV6() == v6);
  }

  /** Whether every holder has it at the same time, and routers choose among them. */
  public boolean isRoute() {
    return kubeVip.filter(how -> how.mode().value() == KubeVip.Mode.BGP).isPresent();
  }

  public boolean isHeldBy(SpecNode node) {
    return holders.contains(node);
  }
}
