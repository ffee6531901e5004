package dev.vipc.imports;

import dev.vipc.spec.YamlText;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parts of a YAML or JSON document as lines of YAML in block style, aliases resolved, with the
 * comments above and behind their keys and items.
 */
final class YamlLines {
  private static final String STEP = "  ";

  private final List<String> lines = new ArrayList<>();

  private YamlLines() {}

  /** A key and its value. */
  static List<String> of(Entry entry) {
    YamlLines all = new YamlLines();
    all.entry(entry, "");
    return all.lines;
  }

  /** An item of a list. */
  static List<String> ofItem(YamlNode item) {
    YamlLines all = new YamlLines();
    all.item(item, "");
    return all.lines;
  }

  /** Quoted unless it was plain, since a quoted number is a text. */
  static String scalar(Scalar scalar) {
    if (!scalar.plain()) return quoted(scalar.value());
    String shown = YamlText.scalar(scalar.value());
    // plain words that mean numbers, booleans or null keep their meaning
    boolean meant = shown.startsWith("\"") && shown.length() == scalar.value().length() + 2;
    return meant && isBare(scalar.value()) ? scalar.value() : shown;
  }

  private static boolean isBare(String text) {
    return text.isEmpty() || text.matches("~|[-+.A-Za-z0-9_:]+");
  }

  private static String quoted(String text) {
    String shown = YamlText.scalar(text);
    return shown.startsWith("\"") ? shown : '"' + shown + '"';
  }

  private void entry(Entry entry, String indent) {
    comments(entry.key(), indent);
    String key = indent + YamlText.scalar(entry.key().value()) + ":";
    value(entry.value(), key, Comments.behindKey(entry.key().span()), indent);
  }

  /**
   * @param behind the comment behind a head that opens a block
   */
  private void value(YamlNode value, String head, Optional<String> behind, String indent) {
    switch (value) {
      case Scalar scalar ->
          lines.add((head + " " + scalar(scalar)).stripTrailing() + behind(scalar));
      case Sequence(var items, _) when items.isEmpty() -> lines.add(head + " []");
      case Mapping(var entries, _) when entries.isEmpty() -> lines.add(head + " {}");
      case Sequence(var items, _) -> {
        lines.add(head + shown(behind));
        items.forEach(item -> item(item, indent + STEP));
      }
      case Mapping(var entries, _) -> {
        lines.add(head + shown(behind));
        entries.forEach(entry -> entry(entry, indent + STEP));
      }
    }
  }

  private void item(YamlNode item, String indent) {
    if (!(item instanceof Mapping(var entries, _)) || entries.isEmpty()) {
      boolean isList = item instanceof Sequence list && !list.items().isEmpty();
      // the first item of a list in block style stands on the same line, and has the comments
      if (!isList || item.span().text().startsWith("[")) comments(item, indent);
      if (item instanceof Sequence(var items, _) && !items.isEmpty()) {
        lines.add(indent + "-");
        items.forEach(each -> item(each, indent + STEP));
      } else value(item, indent + "-", Optional.empty(), indent);
      return;
    }
    comments(entries.getFirst().key(), indent);
    YamlLines inner = new YamlLines();
    entries.forEach(entry -> inner.entry(entry, indent + STEP));
    int first = 0;
    while (inner.lines.get(first).strip().startsWith("#")) first++;
    List<String> body = inner.lines.subList(first, inner.lines.size());
    lines.add(indent + "- " + body.getFirst().substring(indent.length() + STEP.length()));
    lines.addAll(body.subList(1, body.size()));
  }

  private void comments(YamlNode first, String indent) {
    for (String comment : Comments.aboveKey(first.span())) lines.add(indent + "# " + comment);
  }

  private static String behind(Scalar scalar) {
    return shown(Comments.behind(scalar.span()));
  }

  private static String shown(Optional<String> comment) {
    return comment.map(text -> "  # " + text).orElse("");
  }
}
