package dev.vipc.rule.cross;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Span;
import java.util.Optional;

/**
 * Something that listens on TCP ports of one machine.
 *
 * @param process what process it is, so that two listeners of one process are known as such
 * @param what what it is, for messages
 * @param address absent for every address of the machine
 * @param ports how many ports from the first on
 * @param span the line that says so, or implies it
 */
record PortOwner(
    String process, String what, Optional<IpAddress> address, int firstPort, int ports, Span span) {

  /** A port of every address. */
  static PortOwner everywhere(String what, int port, Span span) {
    return new PortOwner(what, what, Optional.empty(), port, 1, span);
  }

  static PortOwner at(String what, IpAddress address, int port, Span span) {
    return new PortOwner(what, what, Optional.of(address), port, 1, span);
  }

  /**
   * Whether both want one port of one address. Within one process a listener on one address beside
   * one on all is legal: the closer one gets the connection.
   */
  boolean clashesWith(PortOwner other) {
    boolean ports =
        firstPort < other.firstPort + other.ports && other.firstPort < firstPort + this.ports;
    boolean same = address.equals(other.address);
    boolean covers = address.isEmpty() || other.address.isEmpty();
    return ports && (same || (covers && !process.equals(other.process)));
  }

  /** The first port that both want. */
  int sharedPort(PortOwner other) {
    return Math.max(firstPort, other.firstPort);
  }
}
