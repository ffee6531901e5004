package dev.vipc.syntax.yaml;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** A node of a YAML document, with the place where it was written; aliases are resolved. */
public sealed interface YamlNode {
  Span span();

  /**
   * @param value the text after unquoting and folding
   * @param plain whether it was written without quotes, so that it may mean a number, a boolean or
   *     null
   */
  record Scalar(String value, boolean plain, Span span) implements YamlNode {
    public Located<String> located() {
      return new Located<>(value, span);
    }

    /** Whether it means null: plain and empty, {@code ~} or {@code null}. */
    public boolean isNull() {
      return plain && (value.isEmpty() || value.equals("~") || value.equals("null"));
    }
  }

  record Sequence(List<YamlNode> items, Span span) implements YamlNode {}

  /** Entries in file order; a key that stands twice is here twice. */
  record Mapping(List<Entry> entries, Span span) implements YamlNode {
    /** The last entry with this key: YAML readers that accept a repeated key take the last. */
    public Optional<Entry> entry(String key) {
      return entries.reversed().stream().filter(e -> e.key().value().equals(key)).findFirst();
    }

    /** The value of a key; absent also where the value is null. */
    public Optional<YamlNode> get(String key) {
      return entry(key)
          .map(Entry::value)
          .filter(value -> !(value instanceof Scalar s && s.isNull()));
    }

    public Optional<Mapping> mapping(String key) {
      return get(key)
          .flatMap(value -> value instanceof Mapping m ? Optional.of(m) : Optional.empty());
    }

    /** The items of a sequence; empty where the key is absent or something else stands there. */
    public List<YamlNode> items(String key) {
      return get(key)
          .map(value -> value instanceof Sequence s ? s.items() : List.<YamlNode>of())
          .orElse(List.of());
    }

    public Optional<Scalar> scalar(String key) {
      return get(key)
          .flatMap(value -> value instanceof Scalar s ? Optional.of(s) : Optional.empty());
    }
  }

  record Entry(Scalar key, YamlNode value) {}
}
