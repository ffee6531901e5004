package dev.vipc.lower.haproxy;

import java.time.Duration;
import java.util.Optional;

/**
 * HAProxy's times: digits and a unit ({@code us ms s m h d}), milliseconds without one; no
 * decimals, no sign, at most 2^31-1 ms (configuration manual, section 2.5).
 */
final class Time {
  private static final long MOST_MILLIS = Integer.MAX_VALUE;
  private static final long MICROS_IN_DAY = 86_400_000_000L;

  private Time() {}

  /** Absent for text that HAProxy refuses. */
  static Optional<Duration> parse(String text) {
    int digits = digits(text);
    if (digits == 0 || digits > 18) return Optional.empty();
    long unit = microsIn(text.substring(digits));
    long number = Long.parseLong(text.substring(0, digits));
    if (unit == 0 || number > MOST_MILLIS * 1000) return Optional.empty();
    if (number > MOST_MILLIS * 1000 / unit) return Optional.empty();
    return Optional.of(Duration.ofNanos(number * unit * 1000));
  }

  /** Whether the text is a number without a unit, which HAProxy takes as milliseconds. */
  static boolean hasNoUnit(String text) {
    return !text.isEmpty() && digits(text) == text.length();
  }

  private static int digits(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
    return at;
  }

  private static long microsIn(String unit) {
    return switch (unit) {
      case "us" -> 1;
      case "", "ms" -> 1000;
      case "s" -> 1_000_000;
      case "m" -> 60_000_000;
      case "h" -> 3_600_000_000L;
      case "d" -> MICROS_IN_DAY;
      default -> 0;
    };
  }
}
