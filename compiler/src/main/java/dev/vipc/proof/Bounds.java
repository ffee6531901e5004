package dev.vipc.proof;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A length of time of which two limits are known.
 *
 * @param best seconds, at the least
 * @param worst seconds, at the most
 * @param steps how they were worked out, a line each; put into words only for the cases shown
 */
public record Bounds(double best, double worst, List<Supplier<String>> steps) {
  static final Bounds NONE = new Bounds(0, 0, List.of());

  public Bounds {
    steps = List.copyOf(steps);
  }

  static Bounds of(double best, double worst, Supplier<String> arithmetic) {
    return new Bounds(
        best,
        worst,
        List.of(
            () -> "%s = %s to %s s".formatted(arithmetic.get(), seconds(best), seconds(worst))));
  }

  /** Whether it may take longer than an objective that somebody states. */
  boolean mayExceed(Optional<Duration> objective) {
    return objective.filter(limit -> worst > limit.toNanos() / 1e9).isPresent();
  }

  /** How the limits were worked out, a line each. */
  public List<String> arithmetic() {
    return steps.stream().map(Supplier::get).toList();
  }

  /** One after the other. */
  Bounds then(Bounds next) {
    return new Bounds(
        best + next.best,
        worst + next.worst,
        Stream.concat(steps.stream(), next.steps.stream()).toList());
  }

  /** At the most as long. */
  Bounds fromZero() {
    return new Bounds(0, worst, steps);
  }

  /** Until both have ended. */
  Bounds andAlso(Bounds other) {
    Bounds last = other.worst > worst ? other : this;
    return new Bounds(Math.max(best, other.best), last.worst, last.steps);
  }

  /** Seconds with at most two decimals and no superfluous zeros. */
  public static String seconds(double seconds) {
    return BigDecimal.valueOf(Math.round(seconds * 100), 2).stripTrailingZeros().toPlainString();
  }
}
