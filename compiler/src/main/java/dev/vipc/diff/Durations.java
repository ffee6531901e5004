package dev.vipc.diff;

import java.math.BigDecimal;
import java.time.Duration;

/** Times as reports show them. */
final class Durations {
  private Durations() {}

  /** {@code 500ms}, {@code 2s}, {@code 1h}: the largest unit that needs no fraction. */
  static String shown(Duration duration) {
    long millis = duration.toMillis();
    if (millis != 0 && millis % 3_600_000 == 0) return millis / 3_600_000 + "h";
    if (millis != 0 && millis % 60_000 == 0) return millis / 60_000 + "m";
    if (millis % 1000 == 0) return millis / 1000 + "s";
    return millis < 1000 && duration.toNanos() % 1_000_000 == 0
        ? millis + "ms"
        : BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString() + "s";
  }
}
