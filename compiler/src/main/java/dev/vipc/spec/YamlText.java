package dev.vipc.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** YAML to be written: values with comments, lists and fields, in the order given. */
public sealed interface YamlText {
  /** A value on one line, already as YAML writes it, and a comment behind it. */
  record Leaf(String text, Optional<String> comment) implements YamlText {}

  record Items(List<YamlText> items) implements YamlText {}

  /** A tree and comment lines above it, each without its sign. */
  record Commented(List<String> comments, YamlText tree) implements YamlText {}

  record Fields(Map<String, YamlText> fields) implements YamlText {
    public Fields() {
      this(new LinkedHashMap<>());
    }

    public Fields put(String key, YamlText value) {
      fields.put(key, value);
      return this;
    }

    public Fields put(String key, Object value) {
      return put(key, leaf(value));
    }

    public Fields putIfPresent(String key, Optional<?> value) {
      value.ifPresent(present -> put(key, present));
      return this;
    }

    public boolean isEmpty() {
      return fields.isEmpty();
    }
  }

  /** A number, a boolean or text; text is quoted where YAML would read it as something else. */
  static Leaf leaf(Object value) {
    return new Leaf(scalar(value), Optional.empty());
  }

  static Leaf leaf(Object value, Optional<String> comment) {
    return new Leaf(scalar(value), comment);
  }

  /** {@code [a, b]} on one line. */
  static Leaf row(List<?> values) {
    return row(values, Optional.empty());
  }

  static Leaf row(List<?> values, Optional<String> comment) {
    return new Leaf(
        values.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]")), comment);
  }

  /** The whole text, ending in a newline. */
  default String render() {
    List<String> lines = new ArrayList<>();
    Renderer.block(this, "", lines);
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /**
   * The same on one line where it has no comment and is short enough, as {@code { a: 1, b: x }}.
   */
  default YamlText compact(int width) {
    return Renderer.flow(this)
        .filter(text -> text.length() <= width)
        .<YamlText>map(text -> new Leaf(text, Optional.empty()))
        .orElse(this);
  }

  /** One value as YAML's core schema reads it back. */
  static String scalar(Object value) {
    if (!(value instanceof String text)) return String.valueOf(value);
    return Renderer.PLAIN.matcher(text).matches() && !Renderer.MEANT.matcher(text).matches()
        ? text
        : Renderer.quoted(text);
  }

  /** How the tree becomes lines. */
  final class Renderer {
    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z0-9_/.][A-Za-z0-9_/.@+=%-]*(:[A-Za-z0-9_/.@+=%-]+)*+");

    /** Words that YAML 1.1 or 1.2 reads as numbers, booleans, null or times. */
    private static final Pattern MEANT =
        Pattern.compile(
            "(?i)~|null|true|false|yes|no|on|off|y|n|[-+]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(e[-+]?[0-9]+)?"
                + "|0x[0-9a-f]+|0o?[0-7]+|\\.inf|\\.nan|[0-9]+(:[0-9]+)++");

    private Renderer() {}

    static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      text.codePoints()
          .forEach(
              c -> {
                if (c == '"' || c == '\\') quoted.append('\\').appendCodePoint(c);
                else if (isUnprintable(c)) quoted.append("\\u%04x".formatted(c));
                else quoted.appendCodePoint(c);
              });
      return quoted.append('"').toString();
    }

    /** What YAML 1.2 does not let stand as it is (section 5.1), or takes for a line's end. */
    private static boolean isUnprintable(int c) {
      return Character.isISOControl(c)
          || c == 0x2028
          || c == 0x2029
          || c == 0xfeff
          || c >= 0xfffe && c <= 0xffff;
    }

    static Optional<String> flow(YamlText tree) {
      return switch (tree) {
        case Leaf(var text, var comment) ->
            comment.isEmpty() ? Optional.of(text) : Optional.empty();
        case Items(var items) -> joined(items.stream().map(Renderer::flow).toList(), "[", "]");
        case Commented(var comments, var inner) ->
            comments.isEmpty() ? flow(inner) : Optional.empty();
        case Fields(var fields) ->
            joined(
                fields.entrySet().stream()
                    .map(e -> flow(e.getValue()).map(text -> key(e.getKey()) + ": " + text))
                    .toList(),
                "{ ",
                " }");
      };
    }

    private static Optional<String> joined(List<Optional<String>> parts, String open, String shut) {
      if (parts.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
      return Optional.of(
          parts.stream().map(Optional::get).collect(Collectors.joining(", ", open, shut)));
    }

    static void block(YamlText tree, String indent, List<String> lines) {
      switch (tree) {
        case Leaf leaf -> lines.add(indent + withComment(leaf));
        case Items(var items) -> items.forEach(item -> item(item, indent, lines));
        case Commented(var comments, var inner) -> {
          comments(comments, indent, lines);
          block(inner, indent, lines);
        }
        case Fields(var fields) -> fields.forEach((key, value) -> field(key, value, indent, lines));
      }
    }

    private static void field(String key, YamlText value, String indent, List<String> lines) {
      switch (value) {
        case Leaf leaf -> lines.add(indent + key(key) + ": " + withComment(leaf));
        case Items(var items) when items.isEmpty() -> lines.add(indent + key(key) + ": []");
        case Commented(var comments, var inner) -> {
          comments(comments, indent, lines);
          field(key, inner, indent, lines);
        }
        case Items _, Fields _ -> {
          lines.add(indent + key(key) + ":");
          block(value, indent + "  ", lines);
        }
      }
    }

    private static void item(YamlText item, String indent, List<String> lines) {
      if (item instanceof Commented(var comments, var inner)) {
        comments(comments, indent, lines);
        item(inner, indent, lines);
        return;
      }
      int first = lines.size();
      block(item, indent + "  ", lines);
      lines.set(first, indent + "- " + lines.get(first).substring(indent.length() + 2));
    }

    private static void comments(List<String> comments, String indent, List<String> lines) {
      for (String comment : comments)
        lines.add(
            indent
                + "# "
                + comment.replaceAll("[\\p{Cntrl}\\x{feff}\\x{85}\\x{2028}\\x{2029}]", " "));
    }

    /** No key of ours is read as anything but text. */
    private static String key(String key) {
      return PLAIN.matcher(key).matches() ? key : quoted(key);
    }

    private static String withComment(Leaf leaf) {
      return leaf.comment().map(why -> leaf.text() + "  # " + why).orElse(leaf.text());
    }
  }
}
