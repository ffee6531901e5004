package dev.vipc.rule.vrrp;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as keepalived writes them. */
final class Seconds {
  private Seconds() {}

  /** Decimal seconds without superfluous zeros: {@code 1}, {@code 0.5}. */
  static String of(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return seconds.signum() == 0 ? "0" : seconds.toPlainString();
  }
}
