package dev.vipc.golden;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every value of a file of YAML documents, with the keys that lead to it. */
final class YamlValues {
  /**
   * A scalar, or a list or block without content.
   *
   * @param kind the document's {@code kind}; empty where it has none
   * @param path keys with dots between; an item of a list is in brackets, by its {@code name} where
   *     it has one, as a whole where it is another block, and without a word where it is a scalar
   * @param place of the value, or of its key where nothing is written
   * @param keys those that lead to it, the outermost first
   * @param kindAt where the document's kind is written
   */
  record Value(
      String kind, String path, String text, Span place, List<Span> keys, Optional<Span> kindAt) {
    String name() {
      return kind + " " + path + "=" + text;
    }
  }

  private final String kind;
  private final Optional<Span> kindAt;
  private final List<Value> found = new ArrayList<>();

  private YamlValues(Optional<YamlNode.Scalar> kind) {
    this.kind = kind.map(YamlNode.Scalar::value).orElse("");
    this.kindAt = kind.map(YamlNode.Scalar::span);
  }

  static List<Value> of(SourceFile file) {
    return YamlSyntax.parse(file, _ -> {}).stream().flatMap(YamlValues::of).toList();
  }

  private static Stream<Value> of(YamlNode document) {
    YamlValues values =
        new YamlValues(
            document instanceof YamlNode.Mapping mapping
                ? mapping.scalar("kind")
                : Optional.empty());
    values.below(document, "", List.of());
    return values.found.stream();
  }

  private void below(YamlNode node, String path, List<Span> keys) {
    switch (node) {
      case YamlNode.Scalar(var text, _, var span) -> {
        if (!keys.isEmpty()) found.add(new Value(kind, path, node(text, node), span, keys, kindAt));
      }
      case YamlNode.Sequence(var items, var span) -> {
        if (items.isEmpty()) found.add(new Value(kind, path, "[]", span, keys, kindAt));
        for (YamlNode item : items) below(item, path + "[" + word(item) + "]", keys);
      }
      case YamlNode.Mapping(var entries, var span) -> {
        if (entries.isEmpty() && !keys.isEmpty())
          found.add(new Value(kind, path, "{}", span, keys, kindAt));
        for (YamlNode.Entry entry : entries) {
          List<Span> more = Stream.concat(keys.stream(), Stream.of(entry.key().span())).toList();
          String key = entry.key().value();
          below(entry.value(), path.isEmpty() ? key : path + "." + key, more);
        }
      }
    }
  }

  private static String node(String text, YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull() ? "" : text;
  }

  private static String word(YamlNode item) {
    if (item instanceof YamlNode.Scalar) return "";
    if (item instanceof YamlNode.Mapping mapping && mapping.scalar("name").isPresent())
      return mapping.scalar("name").orElseThrow().value();
    return whole(item);
  }

  /** Keys in their alphabet's order, since a block has none. */
  private static String whole(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence sequence ->
          sequence.items().stream().map(YamlValues::whole).sorted().toList().toString();
      case YamlNode.Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> entry.key().value() + ":" + whole(entry.value()))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
    };
  }
}
