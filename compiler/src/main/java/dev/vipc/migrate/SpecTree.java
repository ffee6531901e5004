package dev.vipc.migrate;

import dev.vipc.source.SourceFile;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.spec.YamlText.Leaf;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The text of a spec as a tree that can be changed and written again. */
final class SpecTree {
  private static final int WIDTH = 120;

  private SpecTree() {}

  /** A spec that was read without an error: a mapping. */
  static Fields of(SourceFile file) {
    List<YamlNode> documents = YamlSyntax.parse(file, _ -> {});
    return documents.getFirst() instanceof YamlNode.Mapping mapping
        ? fields(mapping)
        : new Fields();
  }

  private static Fields fields(YamlNode.Mapping mapping) {
    Fields fields = new Fields();
    for (YamlNode.Entry entry : mapping.entries())
      fields.put(entry.key().value(), text(entry.value()));
    return fields;
  }

  private static YamlText text(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(var value, var plain, _) ->
          plain ? new Leaf(value, Optional.empty()) : YamlText.leaf(value);
      case YamlNode.Sequence(var items, _) ->
          new Items(new ArrayList<>(items.stream().map(SpecTree::text).toList()));
      case YamlNode.Mapping mapping -> fields(mapping);
    };
  }

  /** The items of a list that are mappings. */
  static List<Fields> items(Fields fields, String key) {
    return fields.fields().get(key) instanceof Items(var items)
        ? items.stream()
            .flatMap(item -> item instanceof Fields one ? Stream.of(one) : Stream.empty())
            .toList()
        : List.of();
  }

  /** The text of a value; empty where none stands. */
  static String word(Fields fields, String key) {
    return fields.fields().get(key) instanceof Leaf(var text, _)
        ? text.replaceAll("^\"|\"$", "")
        : "";
  }

  /** As people write it: what is short on one line. */
  static String render(Fields spec) {
    Fields shown = new Fields();
    spec.fields()
        .forEach(
            (key, value) ->
                shown.put(
                    key,
                    value instanceof Items(var items)
                        ? new Items(items.stream().map(item -> nested(item)).toList())
                        : nested(value)));
    return shown.render();
  }

  /** Inner lists and mappings that are short stand on one line, the outer ones do not. */
  private static YamlText nested(YamlText value) {
    if (!(value instanceof Fields fields)) return value.compact(WIDTH);
    boolean deep = fields.fields().values().stream().anyMatch(inner -> inner instanceof Fields);
    if (!deep && fields.compact(WIDTH) instanceof Leaf whole) return whole;
    Fields shown = new Fields();
    fields.fields().forEach((key, inner) -> shown.put(key, inner.compact(WIDTH)));
    return shown;
  }
}
