package dev.vipc.proof;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A length of time of which two limits are known.
 *
 * @param best seconds, at the least
 * @param worst seconds, at the most
 * @param arithmetic how they were worked out, a line each
 */
public record Bounds(double best, double worst, List<String> arithmetic) {
  static final Bounds NONE = new Bounds(0, 0, List.of());

  public Bounds {
    arithmetic = List.copyOf(arithmetic);
  }

  static Bounds of(double best, double worst, String arithmetic) {
    return new Bounds(
        best,
        worst,
        List.of("%s = %s to %s s".formatted(arithmetic, seconds(best), seconds(worst))));
  }

  /** One after the other. */
  Bounds then(Bounds next) {
    return new Bounds(
        best + next.best,
        worst + next.worst,
        Stream.concat(arithmetic.stream(), next.arithmetic.stream()).toList());
  }

  /** At the most as long. */
  Bounds fromZero() {
    return new Bounds(0, worst, arithmetic);
  }

  /** Until both have ended. */
  Bounds andAlso(Bounds other) {
    Bounds last = other.worst > worst ? other : this;
    return new Bounds(Math.max(best, other.best), last.worst, last.arithmetic);
  }

  /** Seconds with at most two decimals and no superfluous zeros. */
  static String seconds(double seconds) {
    String text = String.format(Locale.ROOT, "%.2f", seconds);
    return text.replaceFirst("\\.?0+$", "");
  }
}
