package dev.vipc.emit;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * JSON for people to read: maps in their order, lists of plain values on one line. Of maps, lists,
 * strings, whole numbers and truth values; nothing else comes here.
 */
public final class JsonText {
  private static final String STEP = "  ";

  private JsonText() {}

  /** The text, with its last line's end. */
  public static String of(Map<String, ?> value) {
    return of(value, "") + "\n";
  }

  private static String of(Object value, String indent) {
    return switch (value) {
      case Map<?, ?> map -> object(map, indent);
      case List<?> list -> list(list, indent);
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  private static String object(Map<?, ?> map, String indent) {
    if (map.isEmpty()) return "{}";
    String inner = indent + STEP;
    StringJoiner out = new StringJoiner(",\n" + inner, "{\n" + inner, "\n" + indent + "}");
    map.forEach((name, value) -> out.add(quoted(name.toString()) + ": " + of(value, inner)));
    return out.toString();
  }

  private static String list(List<?> list, String indent) {
    boolean plain = list.stream().noneMatch(value -> value instanceof Map || value instanceof List);
    String inner = plain ? "" : indent + STEP;
    StringJoiner out =
        plain
            ? new StringJoiner(", ", "[", "]")
            : new StringJoiner(",\n" + inner, "[\n" + inner, "\n" + indent + "]");
    for (Object value : list) out.add(of(value, inner));
    return out.toString();
  }

  /** A JSON string. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ' || Character.isSurrogate(c)) out.append("\\u%04x".formatted((int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }
}
