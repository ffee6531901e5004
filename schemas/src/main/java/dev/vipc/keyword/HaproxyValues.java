package dev.vipc.keyword;

import dev.vipc.keyword.ArgumentShape.Misfit;
import dev.vipc.keyword.ArgumentShape.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times, sizes and variables as HAProxy does; measured with 2.6.12. */
final class HaproxyValues {
  private static final Set<String> ALL_OR_HALF = Set.of("all", "odd", "even");
  private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d*))?");
  private static final long LARGEST_SIZE = (1L << 32) - 1;

  private HaproxyValues() {}

  /** Reads as parse_time_err does: what follows the unit is warned of, and left out. */
  static Optional<Misfit> time(String word, Type.Time shape) {
    int digits = digitsOf(word);
    Long value = ArgumentShape.whole(word.substring(0, digits));
    TimeUnit unit = TimeUnit.of(word.substring(digits));
    if (value == null || unit == TimeUnit.NONE)
      return ArgumentShape.wrong("`" + word + "` is not a time");
    if (value < shape.low()) return ArgumentShape.outside("`" + word + "` is not above 0");
    if (exceeds(value, unit.micros(shape), shape))
      return ArgumentShape.outside("`" + word + "` is longer than " + shape.high() + unitOf(shape));
    String rest = word.substring(digits + unit.text().length());
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Misfit(
                Misfit.Kind.IGNORED, "`" + rest + "` after the time in `" + word + "` is ignored"));
  }

  private static boolean exceeds(long value, long micros, Type.Time shape) {
    boolean beyond = value > ArgumentShape.LONGEST_TIME * shape.unitMicros() / micros + 1;
    long rounded = beyond ? 0 : (value * micros + shape.unitMicros() - 1) / shape.unitMicros();
    return beyond || rounded > shape.high();
  }

  private static String unitOf(Type.Time shape) {
    return shape.unitMicros() == 1_000 ? "ms" : "s";
  }

  /** The units of a time, the longer text first. */
  private enum TimeUnit {
    MICROS("us", 1),
    MILLIS("ms", 1_000),
    SECONDS("s", 1_000_000),
    MINUTES("m", 60_000_000L),
    HOURS("h", 3_600_000_000L),
    DAYS("d", 86_400_000_000L),
    PLAIN("", 0),
    NONE("", 0);

    private final String text;
    private final long micros;

    TimeUnit(String text, long micros) {
      this.text = text;
      this.micros = micros;
    }

    static TimeUnit of(String rest) {
      if (rest.isEmpty()) return PLAIN;
      for (TimeUnit unit : values()) {
        if (unit.micros > 0 && rest.startsWith(unit.text)) return unit;
      }
      return NONE;
    }

    String text() {
      return text;
    }

    long micros(Type.Time shape) {
      return this == PLAIN ? shape.unitMicros() : micros;
    }
  }

  static Optional<Misfit> size(String word) {
    int digits = digitsOf(word);
    int shift =
        switch (word.substring(digits)) {
          case "" -> 0;
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          default -> -1;
        };
    if (digits == 0 || shift < 0) return ArgumentShape.wrong("`" + word + "` is not a size");
    boolean tooLarge = digits > 10 || Long.parseLong(word, 0, digits, 10) > LARGEST_SIZE >> shift;
    return tooLarge ? ArgumentShape.outside("`" + word + "` is not below 4g") : Optional.empty();
  }

  /** Reads as parse_process_number does, each side of a slash by itself. */
  static Optional<Misfit> members(String word, String what, long most) {
    String rest = word.startsWith("auto:") ? word.substring("auto:".length()) : word;
    for (String part : rest.split("/", 2)) {
      if (ALL_OR_HALF.contains(part)) continue;
      Matcher range = RANGE.matcher(part);
      if (!range.matches())
        return ArgumentShape.wrong("`" + word + "` is no " + what.replace('-', ' '));
      long low = number(range.group(1));
      long high = range.group(2) == null ? low : number(range.group(2));
      if (Math.min(low, high) < 1 || Math.max(low, high) > most)
        return ArgumentShape.outside(
            most == Long.MAX_VALUE
                ? "`" + word + "` is below 1"
                : "`%s` is outside of 1..%d".formatted(word, most));
    }
    return Optional.empty();
  }

  /** Nothing behind a dash is the largest, which never is too much. */
  private static long number(String digits) {
    Long value = ArgumentShape.whole(digits.isEmpty() ? "1" : digits);
    return value == null ? 1 : value;
  }

  static Optional<Misfit> octal(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '7')
        ? Optional.empty()
        : ArgumentShape.wrong("`" + word + "` is no octal number");
  }

  static Optional<Misfit> variable(String word, List<String> scopes) {
    int dot = word.indexOf('.');
    if (dot < 0 || dot == word.length() - 1 || !scopes.contains(word.substring(0, dot)))
      return ArgumentShape.wrong(
          "`" + word + "` is not a variable of scope " + String.join(", ", scopes));
    for (int i = dot + 1; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean named = c == '_' || c == '.' || (c < 0x80 && Character.isLetterOrDigit(c));
      if (!named) return ArgumentShape.wrong("`" + c + "` cannot stand in the name of a variable");
    }
    return Optional.empty();
  }

  private static int digitsOf(String word) {
    int end = 0;
    while (end < word.length() && ArgumentShape.isDigit(word.charAt(end))) end++;
    return end;
  }
}
