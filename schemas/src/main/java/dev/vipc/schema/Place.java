package dev.vipc.schema;

import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.Optional;

/**
 * A node of a document and the way to it.
 *
 * @param parent the path of what holds it; empty at the top
 * @param field its key, or its index in brackets; empty for the root
 * @param view how its program takes a scalar
 */
record Place(String parent, String field, YamlNode node, Optional<Span> key, JsonView view) {
  /** Follows a JSON pointer such as {@code #/spec/nodes/0}, as far as the tree goes. */
  static Place of(YamlNode root, String pointer, JsonView view) {
    var place = new Place("", "", root, Optional.empty(), view);
    if (pointer.length() <= 2) return place;
    for (String step : pointer.substring(2).split("/", -1)) {
      Optional<Place> next = place.step(step.replace("~1", "/").replace("~0", "~"));
      if (next.isEmpty()) return place;
      place = next.get();
    }
    return place;
  }

  private Optional<Place> step(String name) {
    return switch (node) {
      case YamlNode.Mapping mapping ->
          mapping
              .entry(name)
              .map(
                  entry ->
                      new Place(
                          path(), name, entry.value(), Optional.of(entry.key().span()), view));
      case YamlNode.Sequence sequence -> {
        YamlNode item = sequence.items().get(Integer.parseInt(name));
        yield Optional.of(new Place(path(), "[" + name + "]", item, Optional.empty(), view));
      }
      case YamlNode.Scalar _ -> Optional.empty();
    };
  }

  String path() {
    return parent.isEmpty() || field.startsWith("[") ? parent + field : parent + "." + field;
  }

  /** The value as the schema library sees it. */
  Object json() {
    return view.of(node);
  }

  boolean isNull() {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }

  /** Where to point for the value: a scalar's own text, else the key, else the first key in it. */
  Span span() {
    return switch (node) {
      case YamlNode.Scalar scalar when scalar.value().isEmpty() -> key.orElse(scalar.span());
      case YamlNode.Scalar scalar -> scalar.span();
      case YamlNode.Mapping mapping when key.isEmpty() && !mapping.entries().isEmpty() ->
          mapping.entries().getFirst().key().span();
      case YamlNode.Mapping mapping -> key.orElse(mapping.span());
      case YamlNode.Sequence sequence -> key.orElse(sequence.span());
    };
  }

  /** Where the key of a field of this mapping stands. */
  Span keySpan(String name) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entry(name).map(entry -> entry.key().span()).orElse(span())
        : span();
  }

  /** The value as a message shows it. */
  String shown() {
    return switch (node) {
      case YamlNode.Scalar scalar -> "`" + scalar.value() + "`";
      case YamlNode.Sequence _ -> "a list";
      case YamlNode.Mapping _ -> "a mapping";
    };
  }

  /** The field as a message names it. */
  String named() {
    if (field.isEmpty()) return "the document";
    return "`" + (field.startsWith("[") ? parent + field : field) + "`";
  }
}
