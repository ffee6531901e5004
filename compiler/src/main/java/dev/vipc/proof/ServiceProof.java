package dev.vipc.proof;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The proof for one service.
 *
 * @param machines the machines that matter to it, and what can fail on each
 * @param cases the one without a fault first
 * @param unproved why nothing could be proved: a value that the files do not hold
 */
public record ServiceProof(
    String name, Map<Host, Set<Component>> machines, List<Case> cases, Optional<String> unproved) {
  public ServiceProof {
    machines = Collections.unmodifiableMap(new LinkedHashMap<>(machines));
    cases = List.copyOf(cases);
  }

  static ServiceProof unproved(String name, String why) {
    return new ServiceProof(name, Map.of(), List.of(), Optional.of(why));
  }

  /** Whether no case disproves it. */
  public boolean holds() {
    return unproved.isEmpty() && cases.stream().noneMatch(Case::disproves);
  }

  /** The time to recover over all single faults that clients survive. */
  public Optional<Bounds> recovery() {
    return cases.stream()
        .filter(one -> one.faults().size() == 1 && !one.repaired() && one.outcome().serves())
        .flatMap(one -> one.restore().stream())
        .filter(bounds -> bounds.worst() > 0)
        .reduce(
            (one, other) ->
                new Bounds(
                    Math.min(one.best(), other.best()),
                    Math.max(one.worst(), other.worst()),
                    List.of()));
  }
}
