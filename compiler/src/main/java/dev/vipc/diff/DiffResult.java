package dev.vipc.diff;

import java.util.List;

/**
 * What differs between two deployments.
 *
 * @param recoveries what the proof says of each service before and after, where that differs
 * @param notes what could not be compared, a line each
 */
public record DiffResult(
    List<Difference> differences, List<Recovery> recoveries, List<String> notes) {
  public DiffResult {
    differences = List.copyOf(differences);
    recoveries = List.copyOf(recoveries);
    notes = List.copyOf(notes);
  }

  /** How long a service is away after a single fault, in seconds at most. */
  public record Recovery(String service, double before, double after) {}
}
