package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.UNREADABLE_VALUE;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The fields of one mapping of a spec that its schema accepts: each is read as written, or assumed
 * with the reason for it.
 *
 * @param anchor what an assumed value of this mapping points at
 */
record Fields(YamlNode.Mapping mapping, Span anchor, Reporter out) {

  static Fields of(YamlNode node, Reporter out) {
    YamlNode.Mapping mapping = (YamlNode.Mapping) node;
    Span anchor = mapping.scalar("name").map(YamlNode.Scalar::span).orElse(mapping.span());
    return new Fields(mapping, anchor, out);
  }

  /** A mapping below this one; an empty one, anchored here, where the key is absent. */
  Fields child(String key) {
    return optionalChild(key)
        .orElseGet(() -> new Fields(new YamlNode.Mapping(List.of(), anchor), anchor, out));
  }

  Optional<Fields> optionalChild(String key) {
    return mapping
        .mapping(key)
        .map(below -> new Fields(below, mapping.entry(key).orElseThrow().key().span(), out));
  }

  boolean has(String key) {
    return mapping.get(key).isPresent();
  }

  List<YamlNode> items(String key) {
    return mapping.items(key);
  }

  /** The place of a key; the anchor where it is absent. */
  Span keySpan(String key) {
    return mapping.entry(key).map(entry -> entry.key().span()).orElse(anchor);
  }

  void report(RuleMeta rule, Span place, String message, String help) {
    out.report(Diagnostic.of(rule, place, message).help(help));
  }

  Optional<Located<String>> text(String key) {
    return mapping.scalar(key).map(YamlNode.Scalar::located);
  }

  Located<String> required(String key) {
    return text(key).orElseThrow();
  }

  Chosen<String> text(String key, String otherwise, String why) {
    return chosen(text(key), otherwise, why);
  }

  Optional<Located<Integer>> integer(String key) {
    return text(key).flatMap(text -> parse(text, Fields::whole, "a whole number", "a number"));
  }

  Chosen<Integer> integer(String key, int otherwise, String why) {
    return chosen(integer(key), otherwise, why);
  }

  Chosen<Boolean> flag(String key, boolean otherwise, String why) {
    return chosen(
        text(key).map(text -> text.map(word -> word.equalsIgnoreCase("true"))), otherwise, why);
  }

  /** One of some words, which the schema has checked. */
  <T> Chosen<T> word(String key, Map<String, T> words, T otherwise, String why) {
    return chosen(
        text(key)
            .flatMap(
                text ->
                    Optional.ofNullable(words.get(text.value()))
                        .map(meant -> new Located<>(meant, text.span()))),
        otherwise,
        why);
  }

  Optional<Located<Duration>> duration(String key, Range range) {
    return text(key)
        .flatMap(
            text ->
                range
                    .read(text.value())
                    .map(length -> new Located<>(length, text.span()))
                    .or(() -> unreadable(text, "a time", range.toString())));
  }

  Chosen<Duration> duration(String key, Range range, Duration otherwise, String why) {
    return chosen(duration(key, range), otherwise, why);
  }

  /** A value that a reader of text understands. */
  <T> Optional<Located<T>> parsed(
      String key, Function<String, Optional<T>> reader, String what, String help) {
    return text(key).flatMap(text -> parse(text, reader, what, help));
  }

  <T> List<Located<T>> parsedItems(
      String key, Function<String, Optional<T>> reader, String what, String help) {
    return texts(key).stream().flatMap(text -> parse(text, reader, what, help).stream()).toList();
  }

  List<Located<String>> texts(String key) {
    return items(key).stream().map(item -> ((YamlNode.Scalar) item).located()).toList();
  }

  <T> Optional<Located<T>> parse(
      Located<String> text, Function<String, Optional<T>> reader, String what, String help) {
    return reader
        .apply(text.value())
        .map(value -> new Located<>(value, text.span()))
        .or(() -> unreadable(text, what, help));
  }

  <T> Chosen<T> chosen(Optional<Located<T>> written, T otherwise, String why) {
    return written
        .map(value -> Chosen.written(value.value(), value.span()))
        .orElseGet(() -> Chosen.assumed(otherwise, anchor, why));
  }

  /** Words to values, for a choice that knows its own words. */
  static <T> Map<String, T> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).collect(Collectors.toMap(word, UnaryOperator.identity()));
  }

  /** Draft-07 counts {@code 3.0} among the integers. */
  private static Optional<Integer> whole(String text) {
    try {
      return Optional.of(new BigDecimal(text).intValueExact());
    } catch (NumberFormatException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private <T> Optional<Located<T>> unreadable(Located<String> text, String what, String help) {
    report(
        UNREADABLE_VALUE,
        text.span(),
        "`%s` is not %s that can be used here".formatted(text.value(), what),
        "write " + help);
    return Optional.empty();
  }

  /** Which times a field may hold: from, to, in multiples of a step. */
  record Range(Duration from, Duration to, Duration step) {
    static Range seconds(int from, int to) {
      return new Range(Duration.ofSeconds(from), Duration.ofSeconds(to), Duration.ofSeconds(1));
    }

    static Range millis(int from, Duration to) {
      return new Range(Duration.ofMillis(from), to, Duration.ofMillis(1));
    }

    Optional<Duration> read(String text) {
      return Durations.parse(text)
          .filter(length -> length.compareTo(from) >= 0 && length.compareTo(to) <= 0)
          .filter(length -> length.toMillis() % step.toMillis() == 0);
    }

    @Override
    public String toString() {
      String steps = step.toMillis() == 1 ? "" : " in steps of " + Durations.format(step);
      return "%s to %s%s".formatted(Durations.format(from), Durations.format(to), steps);
    }
  }
}
