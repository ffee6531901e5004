package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as keepalived reads them: in base 10, with blanks and a sign before them. */
record Numbers(Refusals refusals) {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
  private static final Pattern DECIMAL = Pattern.compile("\\+?(\\d+\\.?\\d*|\\.\\d+)");

  /** The number, where it is one of the range; else it is refused. */
  OptionalLong whole(Word word, long low, long high, String what) {
    return whole(word, 10, low, high, what);
  }

  /** A number as C writes it, with 0x for base 16 and 0 for base 8. */
  OptionalLong anyBase(Word word, long low, long high, String what) {
    return whole(word, 0, low, high, what);
  }

  private OptionalLong whole(Word word, int base, long low, long high, String what) {
    String text = word.value().strip();
    if (Refusals.isUnknown(text)) return OptionalLong.of(low);
    Optional<BigInteger> number =
        text.isEmpty()
            ? Optional.of(BigInteger.ZERO)
            : base == 10 ? parse(text) : parseAnyBase(text);
    if (number.isEmpty()) {
      refuse(KeywordFindings.WRONG_TYPE, word, "is not a whole number", what, low, high);
      return OptionalLong.empty();
    }
    boolean within =
        number.get().compareTo(BigInteger.valueOf(low)) >= 0
            && number.get().compareTo(BigInteger.valueOf(high)) <= 0;
    if (within) return OptionalLong.of(number.get().longValue());
    refuse(
        KeywordFindings.OUT_OF_RANGE,
        word,
        "is outside of %d..%d".formatted(low, high),
        what,
        low,
        high);
    return OptionalLong.empty();
  }

  private void refuse(RuleMeta rule, Word word, String wrong, String what, long low, long high) {
    refusals.refuse(
        rule,
        word.span(),
        "`%s` %s".formatted(word.value(), wrong),
        "%s takes a whole number in %d..%d".formatted(what, low, high));
  }

  /** The number of a line that the keyword table took; another where nobody knows it. */
  static long of(ReadLine line, long otherwise) {
    return parse(Reading.argument(line).value().strip())
        .map(BigInteger::longValue)
        .orElse(otherwise);
  }

  static Optional<BigInteger> parse(String text) {
    return WHOLE.matcher(text).matches()
        ? Optional.of(new BigInteger(text.startsWith("+") ? text.substring(1) : text))
        : Optional.empty();
  }

  private static Optional<BigInteger> parseAnyBase(String text) {
    try {
      return Optional.of(BigInteger.valueOf(Long.decode(text)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Seconds in millionths, where the word is a decimal number. */
  static OptionalLong micros(String text) {
    String plain = text.strip();
    if (!DECIMAL.matcher(plain).matches()) return OptionalLong.empty();
    return OptionalLong.of(new BigDecimal(plain).movePointRight(6).longValue());
  }

  /** What a boolean word means; absent for any other. */
  static Optional<Boolean> bool(String word) {
    return switch (word) {
      case "true", "on", "yes" -> Optional.of(true);
      case "false", "off", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
