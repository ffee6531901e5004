package dev.vipc.lab.proof;

import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Fault;
import dev.vipc.proof.Host;
import dev.vipc.proof.Outcome;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One case as the model tells it beside what was seen.
 *
 * @param first the case with no fault
 * @param measured seconds until requests were answered again; absent where they were not
 * @param isRepeated whether it is the second try
 */
record Comparison(
    String setup,
    Case first,
    Case told,
    Set<String> holders,
    boolean served,
    OptionalDouble measured,
    boolean isRepeated) {
  /**
   * How much later than the bound an answer may come, in seconds: a request is sent every 0.25 s,
   * and processes of a loaded machine start late.
   */
  static final double TOLERANCE = 1;

  static final String DISAGREES = "DISAGREES";
  static final String REPEATED = "repeated";

  Comparison repeated() {
    return new Comparison(setup, first, told, holders, served, measured, true);
  }

  boolean sameHolders() {
    return told.outcome() == Outcome.FLAPPING || wanted().equals(holders) || isHeldByAnEqual();
  }

  /** Of two that wait equally long either may be the first. */
  private boolean isHeldByAnEqual() {
    return told.holders().size() == 1
        && holders.size() == 1
        && told.alike().stream().map(Host::name).anyMatch(holders::contains);
  }

  private List<String> possible() {
    String told = String.join(", ", wanted());
    return Stream.concat(Stream.of(told), this.told.alike().stream().map(Host::name)).toList();
  }

  private Set<String> wanted() {
    return told.holders().stream().map(Host::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Of two holders it is the last word that decides whom a client reaches, and in a segment of two
   * parts its own part.
   */
  boolean sameService() {
    if (told.isParted() || isRejoined() || first.outcome() == Outcome.SPLIT) return true;
    if (told.outcome() == Outcome.SPLIT || told.outcome() == Outcome.FLAPPING) return true;
    return told.outcome().serves() == served;
  }

  /**
   * Of two holders that hear each other again the one that hears first decides whether the winner
   * announces the address anew to the loser's clients.
   */
  private boolean isRejoined() {
    return told.repaired() && told.faults().getFirst().kind() == Fault.Kind.PARTITION;
  }

  boolean isTimed() {
    return !told.repaired() && told.restore().isPresent() && !told.isParted();
  }

  boolean withinBounds() {
    if (!isTimed() || first.outcome() == Outcome.SPLIT) return true;
    Bounds bounds = told.restore().orElseThrow();
    return measured.isPresent()
        && measured.getAsDouble() <= bounds.worst() + TOLERANCE
        && measured.getAsDouble() >= bounds.best() - TOLERANCE;
  }

  boolean agrees() {
    return sameHolders() && sameService() && withinBounds();
  }

  /** A row of the table: what failed, what the model says, what was seen. */
  @Override
  public String toString() {
    String faults = told.faults().stream().map(Fault::toString).collect(Collectors.joining(" + "));
    String bounds =
        told.restore().map(b -> "%.1f to %.1f s".formatted(b.best(), b.worst())).orElse("");
    return "| %s | %s%s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            setup,
            faults.isEmpty() ? "none" : faults,
            told.repaired() ? ", mended" : "",
            told.outcome().word(),
            String.join(" or ", possible()),
            String.join(", ", holders),
            bounds,
            isTimed() && measured.isPresent()
                ? "%.1f s".formatted(measured.getAsDouble())
                : served ? "served" : "not served",
            (verdict() + (isRepeated ? " " + REPEATED : "")).strip());
  }

  private String verdict() {
    if (agrees()) return "";
    if (!sameHolders()) return DISAGREES + " in the holder";
    return DISAGREES + (sameService() ? " in time" : " in service");
  }
}
