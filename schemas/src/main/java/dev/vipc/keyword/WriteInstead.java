package dev.vipc.keyword;

import dev.vipc.keyword.ArgumentShape.Type;
import dev.vipc.syntax.Word;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to write instead of words that a program refuses. */
final class WriteInstead {
  /** What people write for a time's unit, with the unit of HAProxy that means it. */
  private static final Map<String, String> TIME_UNITS =
      Map.ofEntries(
          Map.entry("us", "us"),
          Map.entry("ms", "ms"),
          Map.entry("msec", "ms"),
          Map.entry("s", "s"),
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("m", "m"),
          Map.entry("min", "m"),
          Map.entry("minutes", "m"),
          Map.entry("h", "h"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("d", "d"));

  /** What people write for a size's unit, with the unit of HAProxy that means it. */
  private static final Map<String, String> SIZE_UNITS =
      Map.ofEntries(
          Map.entry("k", "k"),
          Map.entry("kb", "k"),
          Map.entry("kib", "k"),
          Map.entry("m", "m"),
          Map.entry("mb", "m"),
          Map.entry("mib", "m"),
          Map.entry("g", "g"),
          Map.entry("gb", "g"),
          Map.entry("gib", "g"));

  private static final Map<String, BigDecimal> MILLIS =
      Map.of(
          "ms",
          BigDecimal.ONE,
          "s",
          BigDecimal.valueOf(1_000),
          "m",
          BigDecimal.valueOf(60_000),
          "h",
          BigDecimal.valueOf(3_600_000),
          "d",
          BigDecimal.valueOf(86_400_000));

  private static final List<String> YES = List.of("true", "yes", "1", "enable", "enabled");
  private static final List<String> NO = List.of("false", "no", "0", "disable", "disabled");

  private WriteInstead() {}

  /**
   * The line with a placeholder for each argument that it lacks.
   *
   * @param name of the keyword, as it is written
   * @param given the arguments that it has
   */
  static String line(String name, Keyword keyword, List<Word> given) {
    StringBuilder text = begun(name, given);
    List<ArgumentShape> shapes = keyword.arguments();
    for (int i = given.size(); i < shapes.size() && !shapes.get(i).optional(); i++)
      text.append(' ').append(placeholder(shapes.get(i)));
    return text.append('`').toString();
  }

  /** The line with a placeholder for the condition that it lacks. */
  static String conditional(String name, List<Word> given) {
    return begun(name, given).append(" if CONDITION`").toString();
  }

  private static StringBuilder begun(String name, List<Word> given) {
    var text = new StringBuilder("write `").append(name);
    for (Word word : given) text.append(' ').append(word.value());
    return text;
  }

  /** The keyword with what must stand in brackets behind it. */
  static String brackets(String name, Keyword keyword) {
    List<String> inside =
        keyword.brackets().stream()
            .filter(shape -> !shape.optional())
            .map(WriteInstead::placeholder)
            .toList();
    return "write `" + name + "(" + String.join(",", inside) + ")`";
  }

  private static String placeholder(ArgumentShape shape) {
    return switch (shape.type()) {
      case Type.Whole _, Type.Leading _ -> "NUMBER";
      case Type.Decimal(_, _, _, var unit) -> unit.toUpperCase(Locale.ROOT);
      case Type.Time _ -> "10s";
      case Type.Size _ -> "16k";
      case Type.Members _ -> "all";
      case Type.Processors _ -> "0";
      case Type.Octal _ -> "600";
      case Type.OneOf(var words) -> words.getFirst();
      case Type.AnyCase(var words) -> words.getFirst();
      case Type.Address _, Type.Ip _ -> "192.0.2.1";
      case Type.Variable _ -> shape.sampleScope() + ".NAME";
      case Type.Word(var what) ->
          what.equals("word") ? "VALUE" : what.toUpperCase(Locale.ROOT).replace(' ', '-');
      case Type.Text _ -> "…";
    };
  }

  /**
   * The value that a word most likely means, in the form that the shape takes; absent where what it
   * means would not fit either.
   */
  static Optional<String> value(String word, ArgumentShape shape) {
    if (shape.isAddress()) return address(word);
    return meant(word, shape)
        .filter(meant -> shape.misfit(meant.value()).isEmpty())
        .map(meant -> "write `" + meant.value() + "`" + meant.reason());
  }

  /**
   * @param reason why it is written so, as the end of a sentence; may be empty
   */
  private record Meant(String value, String reason) {}

  private static Optional<Meant> meant(String word, ArgumentShape shape) {
    return switch (shape.type()) {
      case Type.Whole _, Type.Leading _ -> number(word);
      case Type.Decimal(_, _, _, var unit) -> decimal(word, unit);
      case Type.Time(long unitMicros, _, _) -> time(word, unitMicros == 1_000 ? "ms" : "s");
      case Type.Size _ -> size(word);
      case Type.OneOf(var words) -> yesOrNo(word, words);
      case Type.AnyCase(var words) -> yesOrNo(word, words);
      case Type.Address _,
          Type.Ip _,
          Type.Members _,
          Type.Processors _,
          Type.Octal _,
          Type.Variable _,
          Type.Word _,
          Type.Text _ ->
          Optional.empty();
    };
  }

  /** Whole numbers that count time count seconds; what another unit means is not for us to say. */
  private static Optional<Meant> number(String word) {
    String plain = withoutEnd(word);
    int digits = digits(plain);
    boolean alone = digits == plain.length() || "s".equals(timeUnit(plain.substring(digits)));
    if (digits == 0 || !alone) return Optional.empty();
    return Optional.of(new Meant(plain.substring(0, digits), ", the number alone"));
  }

  /** A time of keepalived has no unit: a unit is taken off, and milliseconds are made seconds. */
  private static Optional<Meant> decimal(String word, String unit) {
    String plain = withoutEnd(word);
    int end = numberEnd(plain);
    if (end == 0) return Optional.empty();
    BigDecimal number = new BigDecimal(plain.substring(0, end));
    if (end < plain.length()) {
      String written = timeUnit(plain.substring(end));
      BigDecimal factor = written == null ? null : MILLIS.get(written);
      if (factor == null) return Optional.empty();
      number = number.multiply(factor);
      if (unit.equals("seconds")) number = number.movePointLeft(3);
    }
    String value = number.stripTrailingZeros().toPlainString();
    return Optional.of(new Meant(value, ": it counts " + unit + ", without a unit"));
  }

  /**
   * @param plainUnit what a number without a unit counts
   */
  private static Optional<Meant> time(String word, String plainUnit) {
    String plain = withoutEnd(word);
    int end = numberEnd(plain);
    if (end == 0) return Optional.empty();
    String number = plain.substring(0, end);
    boolean bare = end == plain.length();
    String unit = bare ? plainUnit : timeUnit(plain.substring(end));
    if (unit == null) return Optional.empty();
    if (!number.contains(".")) return Optional.of(new Meant(bare ? number : number + unit, ""));
    BigDecimal factor = MILLIS.get(unit);
    if (factor == null) return Optional.empty();
    String millis =
        new BigDecimal(number).multiply(factor).toBigInteger().max(BigInteger.ONE) + "ms";
    return Optional.of(new Meant(millis, ": a time has no decimals"));
  }

  private static Optional<Meant> size(String word) {
    String plain = withoutEnd(word);
    int end = digits(plain);
    String written = plain.substring(end).toLowerCase(Locale.ROOT);
    String unit = written.isEmpty() ? "" : SIZE_UNITS.get(written);
    return end == 0 || unit == null
        ? Optional.empty()
        : Optional.of(new Meant(plain.substring(0, end) + unit, ""));
  }

  private static Optional<Meant> yesOrNo(String word, List<String> words) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (!words.contains("on") || !words.contains("off")) return Optional.empty();
    if (YES.contains(lower)) return Optional.of(new Meant("on", ""));
    return NO.contains(lower) ? Optional.of(new Meant("off", "")) : Optional.empty();
  }

  private static Optional<String> address(String word) {
    boolean named = word.indexOf('.') > 0 && Character.isLetter(word.charAt(word.length() - 1));
    return named
        ? Optional.of("write the address itself: names are not looked up")
        : Optional.empty();
  }

  /**
   * A number and its unit that a blank divides: {@code 10 s}. Only times and sizes have units;
   * where a whole number belongs, HAProxy reads {@code 100k} as 100 and says nothing.
   *
   * @param shape of the number
   */
  static Optional<String> joined(String number, String unit, ArgumentShape shape) {
    boolean hasUnits = shape.type() instanceof Type.Time || shape.type() instanceof Type.Size;
    boolean whole = !number.isEmpty() && digits(number) == number.length();
    boolean word = !unit.isEmpty() && digits(unit) == 0;
    return hasUnits && whole && word && shape.misfit(number + unit).isEmpty()
        ? Optional.of("write `" + number + unit + "`, without the blank")
        : Optional.empty();
  }

  /** Without the `;` or `,` of another language at its end. */
  private static String withoutEnd(String word) {
    return word.endsWith(";") || word.endsWith(",") ? word.substring(0, word.length() - 1) : word;
  }

  private static @Nullable String timeUnit(String text) {
    return TIME_UNITS.get(text.toLowerCase(Locale.ROOT));
  }

  private static int digits(String word) {
    int end = 0;
    while (end < word.length() && ArgumentShape.isDigit(word.charAt(end))) end++;
    return end;
  }

  /** Behind the digits, and a point with digits. */
  private static int numberEnd(String word) {
    int end = digits(word);
    if (end == 0 || end + 1 >= word.length() || word.charAt(end) != '.') return end;
    int fraction = digits(word.substring(end + 1));
    return fraction == 0 ? end : end + 1 + fraction;
  }
}
