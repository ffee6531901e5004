package dev.vipc.spec;

import dev.vipc.model.HostPort;
import java.util.Optional;

/**
 * A question that a check script asks on its own node.
 *
 * @param at always with a port; never a wildcard
 * @param path what to ask for over HTTP; absent: a connection that opens is enough
 */
public record Probe(boolean tls, HostPort at, Optional<String> path) {
  /** As curl takes it; absent where there is no HTTP. */
  public Optional<String> url() {
    return path.map(wanted -> (tls ? "https://" : "http://") + at + wanted);
  }
}
