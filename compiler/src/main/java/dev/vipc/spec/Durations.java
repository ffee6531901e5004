package dev.vipc.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a spec writes them: a number and a unit. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)(ms|s|m|h)");

  private Durations() {}

  /** Reads {@code 500ms}, {@code 2s}, {@code 1.5m}; anything else, and part of a ms, is absent. */
  public static Optional<Duration> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) return Optional.empty();
    BigDecimal millis =
        new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(millisOf(m.group(2))));
    if (millis.stripTrailingZeros().scale() > 0) return Optional.empty();
    return Optional.of(Duration.ofMillis(millis.longValueExact()));
  }

  /** The shortest text that reads back as the same: {@code 1m}, not {@code 60s}. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) return "0s";
    if (millis % 3_600_000 == 0) return millis / 3_600_000 + "h";
    if (millis % 60_000 == 0) return millis / 60_000 + "m";
    if (millis % 1000 == 0) return millis / 1000 + "s";
    return millis + "ms";
  }

  private static int millisOf(String unit) {
    return switch (unit) {
      case "h" -> 3_600_000;
      case "m" -> 60_000;
      case "s" -> 1000;
      case "ms" -> 1;
      default -> throw new IllegalArgumentException(unit);
    };
  }
}
