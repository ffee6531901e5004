package dev.vipc.lower.firewall;

import dev.vipc.lower.firewall.Names.Ports;
import dev.vipc.model.Cidr;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which packets a rule speaks of. Each empty set means all.
 *
 * @param ports with the protocol that each is of, or {@link Opening#ANY}
 */
record Condition(
    Set<Integer> protocols, List<Ports> ports, List<Cidr> sources, List<Cidr> destinations) {
  static final Condition NONE = new Condition(Set.of(), List.of(), List.of(), List.of());

  boolean isNone() {
    return protocols.isEmpty() && ports.isEmpty() && sources.isEmpty() && destinations.isEmpty();
  }

  /** Both; absent where both narrow the same thing, which is not worked out here. */
  Optional<Condition> and(Condition other) {
    boolean twice =
        !protocols.isEmpty() && !other.protocols.isEmpty() && !protocols.equals(other.protocols)
            || !ports.isEmpty() && !other.ports.isEmpty()
            || !sources.isEmpty() && !other.sources.isEmpty()
            || !destinations.isEmpty() && !other.destinations.isEmpty();
    if (twice) return Optional.empty();
    return Optional.of(
        new Condition(
            protocols.isEmpty() ? other.protocols : protocols,
            ports.isEmpty() ? other.ports : ports,
            sources.isEmpty() ? other.sources : sources,
            destinations.isEmpty() ? other.destinations : destinations));
  }

  /** What a rule opens that accepts such packets. */
  List<Opening> openings(Span span) {
    List<Opening> openings = new ArrayList<>();
    if (ports.isEmpty())
      for (int protocol : protocols.isEmpty() ? Set.of(Opening.ANY) : protocols)
        openings.add(opening(protocol, 0, Names.HIGHEST_PORT, span));
    for (Ports range : ports)
      for (int protocol : protocolsOf(range))
        openings.add(opening(protocol, range.first(), range.last(), span));
    return openings;
  }

  private Set<Integer> protocolsOf(Ports range) {
    if (range.protocol() != Opening.ANY) return Set.of(range.protocol());
    Set<Integer> both = new LinkedHashSet<>(List.of(Names.TCP, Names.UDP));
    if (!protocols.isEmpty()) both.retainAll(protocols);
    return both;
  }

  private Opening opening(int protocol, int first, int last, Span span) {
    return new Opening(protocol, first, last, sources, destinations, span);
  }
}
