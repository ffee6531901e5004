package dev.vipc.lower.keepalived;

import dev.vipc.lower.Values;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The lines between two braces, asked by keyword. Of a keyword that stands there several times the
 * last one counts, and the entries of several blocks of one keyword add up (measured with 2.2.7).
 */
record Body(List<Line> lines, Values values) {
  static Body of(List<Line> lines, Values values) {
    return new Body(lines, values);
  }

  /** The bodies of all blocks of a keyword as one. */
  Body merged(String keyword) {
    return of(inside(keyword), values);
  }

  Body bodyOf(Line block) {
    return of(block.body(), values);
  }

  /** All lines that begin with a keyword. */
  Stream<Line> all(String keyword) {
    return lines.stream().filter(line -> line.is(keyword));
  }

  /** The lines inside all blocks of a keyword. */
  List<Line> inside(String keyword) {
    return all(keyword).flatMap(block -> block.body().stream()).toList();
  }

  boolean has(String keyword) {
    return all(keyword).findAny().isPresent();
  }

  Setting<String> text(String... keywords) {
    return last(values::text, keywords);
  }

  Setting<String> host(String... keywords) {
    return last(values::host, keywords);
  }

  Setting<Integer> integer(String... keywords) {
    return last(values::integer, keywords);
  }

  Setting<IpAddress> address(String... keywords) {
    return last(values::address, keywords);
  }

  Setting<Duration> seconds(String... keywords) {
    return last(word -> values.read(word, Body::parseSeconds), keywords);
  }

  <T> Setting<T> parsed(Function<String, Optional<T>> parse, String... keywords) {
    return last(word -> values.read(word, parse), keywords);
  }

  /** A keyword that takes {@code on}, {@code off} and their like, or nothing, which is on. */
  Setting<Boolean> bool(String keyword) {
    Setting<Boolean> result = Setting.unset();
    for (Line line : all(keyword).toList())
      result = line.conditional() ? Setting.unknown(line.keywordSpan()) : bool(line);
    return result;
  }

  /** A keyword whose presence is all that counts; {@code off} takes it back. */
  Setting<Boolean> flag(String on, String off) {
    Setting<Boolean> result = Setting.unset();
    for (Line line : lines)
      if (line.is(on) || line.is(off))
        result =
            line.conditional()
                ? Setting.unknown(line.keywordSpan())
                : Setting.of(line.is(on), line.keywordSpan());
    return result;
  }

  /** Whether some line below, however deep, satisfies a condition. */
  boolean anyBelow(Predicate<Line> wanted) {
    return lines.stream().anyMatch(line -> wanted.test(line) || bodyOf(line).anyBelow(wanted));
  }

  /** Decimal seconds as keepalived writes times; 0 and more. */
  static Optional<Duration> parseSeconds(String text) {
    if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) return Optional.empty();
    return Optional.of(Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue()));
  }

  private <T> Setting<T> last(Function<Located<String>, Setting<T>> read, String... keywords) {
    Setting<T> result = Setting.unset();
    for (Line line : lines)
      if (List.of(keywords).contains(line.keyword())) result = first(line, read);
    return result;
  }

  /**
   * What the first argument says; unknown where there is none: that is the keyword table's finding.
   */
  private static <T> Setting<T> first(Line line, Function<Located<String>, Setting<T>> read) {
    Optional<Located<String>> word = line.word(1);
    if (word.isEmpty()) return Setting.unknown(line.keywordSpan());
    Span place = word.get().span();
    String value = word.get().value();
    boolean generated = value.contains("{{") || value.contains("${_");
    if (line.conditional() || generated) return Setting.unknown(place);
    return read.apply(word.get());
  }

  private Setting<Boolean> bool(Line line) {
    return line.word(1)
        .map(word -> values.read(word, Body::booleanWord))
        .orElseGet(() -> Setting.of(true, line.keywordSpan()));
  }

  private static Optional<Boolean> booleanWord(String word) {
    return switch (word) {
      case "true", "on", "yes" -> Optional.of(true);
      case "false", "off", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
