package dev.vipc.picture;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Span;
import java.util.Optional;

/**
 * Something that listens on TCP ports of one machine.
 *
 * @param kind what sort of listener it is
 * @param process what process it is, so that two listeners of one process are known as such
 * @param what what it is, for messages
 * @param address absent for every address of the machine
 * @param ports how many ports from the first on
 * @param span the line that says so, or implies it
 */
public record PortOwner(
    Kind kind,
    String process,
    String what,
    Optional<IpAddress> address,
    int firstPort,
    int ports,
    Span span) {
  public enum Kind {
    API_SERVER,
    /** Everything else that Kubernetes itself listens on. */
    KUBERNETES,
    /** Passes connections on. */
    PROXY,
    /** A proxy's page for people and probes: statistics, health, administration. */
    PROXY_PAGE,
    /** The load balancer of an old kube-vip. */
    KUBE_VIP_BALANCER,
    /** kube-vip's metrics and health check. */
    KUBE_VIP_PAGE
  }

  /** A port of every address. */
  static PortOwner everywhere(Kind kind, String what, int port, Span span) {
    return new PortOwner(kind, what, what, Optional.empty(), port, 1, span);
  }

  static PortOwner at(Kind kind, String what, IpAddress address, int port, Span span) {
    return new PortOwner(kind, what, what, Optional.of(address), port, 1, span);
  }

  /**
   * Whether both want one port of one address. Within one process a listener on one address beside
   * one on all is legal: the closer one gets the connection.
   */
  boolean clashesWith(PortOwner other) {
    boolean ports =
        firstPort < other.firstPort + other.ports && other.firstPort < firstPort + this.ports;
    boolean everywhere = address.isEmpty() || other.address.isEmpty();
    boolean addresses =
        process.equals(other.process)
            ? address.equals(other.address)
            : everywhere || address.equals(other.address);
    return ports && addresses;
  }

  /** The first port that both want; only for two that clash. */
  public int sharedPort(PortOwner other) {
    return Math.max(firstPort, other.firstPort);
  }
}
