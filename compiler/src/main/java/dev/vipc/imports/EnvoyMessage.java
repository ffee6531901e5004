package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.lower.envoy.FieldName;
import dev.vipc.spec.YamlText;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message of a bootstrap. A field is asked for by its snake-case name and may be written in
 * camel case, as protobuf's JSON is. Asking answers the key; a value of another kind than the asked
 * one is beyond the spec.
 */
record EnvoyMessage(Mapping mapping, EnvoyAnswers answers) {
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

  Optional<Entry> entry(String name) {
    return mapping
        .entry(name)
        .or(() -> mapping.entry(FieldName.camel(name)))
        .filter(entry -> !(entry.value() instanceof Scalar scalar && scalar.isNull()));
  }

  boolean has(String name) {
    return entry(name).isPresent();
  }

  /** An empty message where there is none. */
  EnvoyMessage at(String name) {
    Optional<Entry> entry = entry(name);
    if (entry.isPresent() && entry.get().value() instanceof Mapping inner) {
      answers.answer(entry.get());
      return new EnvoyMessage(inner, answers);
    }
    if (entry.isPresent()) answers.beyond();
    return new EnvoyMessage(new Mapping(List.of(), mapping.span()), answers);
  }

  List<EnvoyMessage> list(String name) {
    Optional<Entry> entry = entry(name);
    if (entry.isPresent()
        && entry.get().value() instanceof Sequence(var items, _)
        && items.stream().allMatch(Mapping.class::isInstance)) {
      answers.answer(entry.get());
      return items.stream().map(item -> new EnvoyMessage((Mapping) item, answers)).toList();
    }
    if (entry.isPresent()) answers.beyond();
    return List.of();
  }

  Optional<Scalar> scalar(String name) {
    Optional<Entry> entry = entry(name);
    if (entry.isPresent() && entry.get().value() instanceof Scalar scalar) {
      answers.answer(entry.get());
      return Optional.of(scalar);
    }
    if (entry.isPresent()) answers.beyond();
    return Optional.empty();
  }

  Optional<String> text(String name) {
    return scalar(name).map(Scalar::value);
  }

  /** A word of an enumeration, which Envoy takes in any case. */
  Optional<String> word(String name) {
    return text(name).map(text -> text.toUpperCase(Locale.ROOT));
  }

  /**
   * Whether a field is absent or has the word that Envoy takes for an absent one, which is noted.
   */
  boolean isUsual(String name, String usual) {
    Optional<String> word = word(name);
    if (word.filter(usual::equals).isPresent())
      answers.remark(
          WITHOUT_EFFECT,
          entry(name).orElseThrow().key().span(),
          "`%s: %s` is what Envoy does anyway".formatted(name, usual));
    return word.isEmpty() || word.get().equals(usual);
  }

  /** Remarks, where the key is written, that build writes something else. */
  void anew(String key, String why) {
    entry(key)
        .ifPresent(
            entry ->
                answers.remark(WRITTEN_ANEW, entry.key().span(), "`%s`: %s".formatted(key, why)));
  }

  Optional<Long> number(String name) {
    Optional<String> text = text(name);
    Optional<Long> number =
        text.filter(each -> NUMBER.matcher(each).matches()).map(Long::parseLong);
    if (text.isPresent() && number.isEmpty()) answers.beyond();
    return number;
  }

  /** A duration in whole milliseconds, such as {@code 0.25s}. */
  Optional<Duration> duration(String name) {
    Optional<String> text = text(name);
    Optional<Duration> duration = text.flatMap(EnvoyMessage::parsed);
    if (text.isPresent() && duration.isEmpty()) answers.beyond();
    return duration;
  }

  private static Optional<Duration> parsed(String text) {
    Matcher seconds = SECONDS.matcher(text);
    if (!seconds.matches()) return Optional.empty();
    BigDecimal millis = new BigDecimal(seconds.group(1)).movePointRight(3).stripTrailingZeros();
    return millis.scale() > 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis.longValueExact()));
  }

  /**
   * The message in one line: the same for all texts that mean the same, whatever their layout and
   * the case of their keys.
   */
  static String canonical(YamlNode node) {
    StringBuilder text = new StringBuilder();
    canonical(node, text);
    return text.toString();
  }

  private static void canonical(YamlNode node, StringBuilder text) {
    switch (node) {
      // quotes count where the plain word would be no text
      case Scalar scalar ->
          text.append(scalar.plain() ? YamlLines.scalar(scalar) : YamlText.scalar(scalar.value()));
      case Sequence(var items, _) -> {
        text.append('[');
        for (YamlNode item : items) {
          canonical(item, text);
          text.append(',');
        }
        text.append(']');
      }
      case Mapping(var entries, _) -> {
        text.append('{');
        entries.stream()
            .sorted(
                (one, other) ->
                    FieldName.snake(one.key().value())
                        .compareTo(FieldName.snake(other.key().value())))
            .forEach(
                entry -> {
                  text.append(FieldName.snake(entry.key().value())).append(':');
                  canonical(entry.value(), text);
                  text.append(',');
                });
        text.append('}');
      }
    }
  }
}
