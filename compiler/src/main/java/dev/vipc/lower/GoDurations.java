package dev.vipc.lower;

import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 24h0m0s}, {@code 1.5h}, {@code 300ms}, {@code 0}. */
public final class GoDurations {
  private static final Pattern WHOLE =
      Pattern.compile("0|(?:\\d{1,9}(?:\\.\\d{1,9})?(?:h|ms|m|s|us|µs|ns)){1,8}");
  private static final Pattern PIECE = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|µs|ns)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "h", 3_600_000_000_000L,
          "m", 60_000_000_000L,
          "s", 1_000_000_000L,
          "ms", 1_000_000L,
          "us", 1_000L,
          "µs", 1_000L,
          "ns", 1L);

  private GoDurations() {}

  /** Unknown where the text is no duration. */
  public static Setting<Duration> read(Located<String> text, Values values) {
    return values.read(text, GoDurations::parse);
  }

  public static Optional<Duration> parse(String text) {
    if (!WHOLE.matcher(text).matches()) return Optional.empty();
    Duration sum = Duration.ZERO;
    for (Matcher m = PIECE.matcher(text); m.find(); ) sum = sum.plus(piece(m));
    return Optional.of(sum);
  }

  private static Duration piece(Matcher m) {
    BigDecimal nanos =
        new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(NANOS.getOrDefault(m.group(2), 1L)));
    BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Duration.ofSeconds(seconds[0].longValue(), seconds[1].longValue());
  }
}
