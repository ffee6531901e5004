package dev.vipc.golden;

import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * The place of one field in the text of a spec, where another value can be put.
 *
 * @param written whether the spec has a value there; otherwise the field is added
 */
record SpecEdit(String text, int start, int end, String before, String after, boolean written) {

  /**
   * The first place that a path leads to; absent where the mapping is not there that holds it.
   *
   * @param node the tree of the text
   */
  static Optional<SpecEdit> at(String text, YamlNode node, List<String> path) {
    if (path.isEmpty())
      return node instanceof YamlNode.Scalar scalar
          ? Optional.of(
              new SpecEdit(text, scalar.span().start(), scalar.span().end(), "", "", true))
          : Optional.empty();
    List<String> rest = path.subList(1, path.size());
    return switch (node) {
      case YamlNode.Sequence(var items, _) when SpecStrings.isItems(path.getFirst()) ->
          items.stream()
              .flatMap(item -> at(text, item, rest).stream())
              .reduce((one, other) -> one.written() || !other.written() ? one : other);
      case YamlNode.Mapping mapping when SpecStrings.isAny(path.getFirst()) ->
          mapping.entries().stream().findFirst().flatMap(one -> at(text, one.value(), rest));
      case YamlNode.Mapping mapping when SpecStrings.isAnyKey(path.getFirst()) ->
          mapping.entries().stream().findFirst().flatMap(one -> at(text, one.key(), rest));
      case YamlNode.Mapping mapping when mapping.get(path.getFirst()).isPresent() ->
          at(text, mapping.get(path.getFirst()).get(), rest);
      case YamlNode.Mapping mapping
          when !mapping.entries().isEmpty() && rest.stream().allMatch(SpecStrings::isItems) ->
          Optional.of(added(text, mapping, path.getFirst(), rest.size()));
      case YamlNode.Mapping _, YamlNode.Sequence _, YamlNode.Scalar _ -> Optional.empty();
    };
  }

  private static SpecEdit added(String text, YamlNode.Mapping mapping, String key, int depth) {
    Span first = mapping.entries().getFirst().key().span();
    int column = first.start() - text.lastIndexOf('\n', first.start()) - 1;
    boolean flow = text.charAt(mapping.span().start()) == '{';
    return new SpecEdit(
        text,
        first.start(),
        first.start(),
        key + ": " + "[".repeat(depth),
        "]".repeat(depth) + (flow ? ", " : "\n" + " ".repeat(column)),
        false);
  }

  /** The spec with a value in the place, written so that YAML reads exactly it. */
  String with(String value) {
    return text.substring(0, start) + before + quoted(value) + after + text.substring(end);
  }

  /** Where the value then stands, from its key where that was added too. */
  boolean isPlace(Span span, String value) {
    int from = start;
    int to = start + before.length() + quoted(value).length();
    return span.start() < to && span.end() > from;
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : value.toCharArray())
      out.append(c < ' ' || c == '"' || c == '\\' || c > '~' ? "\\u%04x".formatted((int) c) : c);
    return out.append('"').toString();
  }
}
