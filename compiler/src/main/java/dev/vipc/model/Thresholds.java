package dev.vipc.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an environment asks of its files, as {@code .vipc.yaml} states it; a rule takes its own
 * figure where nothing is stated.
 *
 * @param detection how long a failure may go unnoticed
 * @param idle how long an idle connection to the API servers has to live
 * @param allowedPorts the ports that listeners may have; empty where all are
 * @param multicast whether the network carries VRRP's multicast
 */
public record Thresholds(
    Optional<Duration> detection,
    Optional<Duration> idle,
    List<PortRange> allowedPorts,
    Optional<Boolean> multicast) {
  public static final Thresholds NONE =
      new Thresholds(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  /** Ports from the first to the last, both included. */
  public record PortRange(int first, int last) {
    boolean holds(int port) {
      return first <= port && port <= last;
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  public Thresholds {
    allowedPorts = List.copyOf(allowedPorts);
  }

  /** Whether a listener may have the port. */
  public boolean allows(int port) {
    return allowedPorts.isEmpty() || allowedPorts.stream().anyMatch(range -> range.holds(port));
  }
}
