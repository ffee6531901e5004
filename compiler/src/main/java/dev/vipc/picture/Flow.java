package dev.vipc.picture;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Packets that must get into a machine.
 *
 * @param from roles of the machines that send them, in the words of the table of ports
 * @param sources their addresses, as far as known; the machine's own are not among them
 * @param destination the multicast group that they go to
 * @param protocol the IP protocol's number
 * @param firstPort 0 where the protocol has no ports
 * @param component the program that listens
 * @param what what it is, for messages
 * @param place the line that says that the program runs there
 */
public record Flow(
    Node to,
    Set<String> from,
    List<IpAddress> sources,
    Optional<IpAddress> destination,
    int protocol,
    int firstPort,
    int lastPort,
    String component,
    String what,
    Span place) {
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int VRRP = 112;

  public Flow {
    from = Set.copyOf(from);
    sources = List.copyOf(sources);
  }

  /** {@code TCP port 6443}, {@code UDP port 8472}, {@code IP protocol 112}. */
  public String packets() {
    return switch (protocol) {
      case TCP -> "TCP " + ports();
      case UDP -> "UDP " + ports();
      default -> "IP protocol " + protocol;
    };
  }

  private String ports() {
    return firstPort == lastPort
        ? "port " + firstPort
        : "ports %d-%d".formatted(firstPort, lastPort);
  }
}
