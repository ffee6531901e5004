package dev.vipc.proof;

import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a service in some faults.
 *
 * @param faults what goes wrong, one after the other; empty for the first case, in which all is
 *     well
 * @param repaired whether all of it has been mended again
 * @param holders who holds the address then
 * @param alike who could hold it as well as the holder, since both wait equally long for it
 * @param detect from the last fault until someone notices; absent where nobody does
 * @param restore from the last fault until clients are served again; absent where they never are,
 *     or where a proxy goes on using a server that is not well
 * @param late whether that may take longer than the recovery time objective
 * @param assumptions what had to be assumed
 * @param places lines that decide it, the first one to be changed
 * @param help what to write instead, where clients are not served
 */
public record Case(
    List<Fault> faults,
    boolean repaired,
    Outcome outcome,
    List<Host> holders,
    List<Host> alike,
    Optional<Bounds> detect,
    Optional<Bounds> restore,
    boolean late,
    List<String> assumptions,
    String why,
    List<Span> places,
    Optional<String> help) {
  public Case {
    faults = List.copyOf(faults);
    holders = List.copyOf(holders);
    alike = List.copyOf(alike);
    assumptions = assumptions.stream().distinct().toList();
    places = places.stream().distinct().toList();
  }

  /** Whether the segment is in two parts. */
  public boolean isParted() {
    return !repaired && faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.PARTITION);
  }

  /**
   * Whether it disproves that the service survives: clients lose it by a single fault, two machines
   * hold the address, it never settles, or all takes too long. While the segment is in two parts
   * nothing counts, since no VRRP can avoid a holder in each; once it is whole again, all does.
   */
  public boolean disproves() {
    if (isParted()) return false;
    return switch (outcome) {
      case NO_CHANGE, TAKEOVER -> late;
      case SPLIT, FLAPPING -> true;
      case BLACK_HOLE, OUTAGE -> faults.size() <= 1;
    };
  }
}
