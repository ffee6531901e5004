package dev.vipc.spec;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How kube-vip announces a virtual address.
 *
 * @param leaseDuration longer than the deadline; only ARP mode elects, as do the two below
 * @param services whether it announces Services of type LoadBalancer too
 * @param serviceElection whether each Service is announced by a node of its own
 * @param bgp present exactly in BGP mode
 * @param pools what kube-vip's cloud provider gives to Services
 */
public record KubeVip(
    Chosen<Mode> mode,
    Chosen<Duration> leaseDuration,
    Chosen<Duration> renewDeadline,
    Chosen<Duration> retryPeriod,
    Chosen<Boolean> services,
    Chosen<Boolean> serviceElection,
    Optional<Bgp> bgp,
    List<Pool> pools,
    Span span) {
  /** How neighbours learn where the address is. */
  public enum Mode {
    /** One node answers ARP and neighbour solicitations for it. */
    ARP,
    /** Every node announces it to routers. */
    BGP
  }

  /** Which of its own addresses a node speaks BGP from. */
  public enum Source {
    /** Whatever the route to the peer has. */
    ROUTE,
    /** The node's own address in the spec. */
    ADDRESS,
    /** The node's interface in the spec. */
    INTERFACE
  }

  /**
   * What the nodes say to their routers.
   *
   * @param as of the nodes, 1..4294967295
   * @param routerIds by node name, for nodes whose own IPv4 address shall not be it
   * @param holdTime how long a router keeps the route of a node that it does not hear
   * @param check when a node takes its own route back
   */
  public record Bgp(
      Located<Long> as,
      List<Peer> peers,
      Map<String, Located<IpAddress>> routerIds,
      Chosen<Source> source,
      Chosen<Duration> holdTime,
      Chosen<Duration> keepaliveInterval,
      Check check,
      Span span) {}

  /**
   * A router.
   *
   * @param port 1..65535
   */
  public record Peer(
      Located<IpAddress> address,
      Located<Long> as,
      Chosen<Integer> port,
      Chosen<Boolean> multihop,
      Optional<Secret> password) {}

  /**
   * How a node asks its own API server whether it may be announced, which kube-vip does from 1.2.0
   * on.
   *
   * @param fall how many bad answers in a row end the announcement
   * @param written whether somebody wrote it
   */
  public record Check(
      Chosen<Duration> interval,
      Chosen<Duration> timeout,
      Chosen<Integer> fall,
      boolean written,
      Span span) {}

  /**
   * Addresses for Services.
   *
   * @param namespace whose Services get them; absent: all that have no pool of their own
   * @param addresses networks, or ranges of first and last address, never both
   */
  public record Pool(Optional<Located<String>> namespace, List<Located<String>> addresses) {
    /** Its key in the cloud provider's ConfigMap. */
    public String key() {
      boolean networks = addresses.stream().anyMatch(one -> one.value().contains("/"));
      return (networks ? "cidr-" : "range-") + namespace.map(Located::value).orElse("global");
    }
  }
}
