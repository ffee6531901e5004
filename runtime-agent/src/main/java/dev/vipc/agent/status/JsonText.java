package dev.vipc.agent.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/** JSON of maps, lists, strings, numbers, truth values and options; nothing else comes here. */
final class JsonText {
  private JsonText() {}

  static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case Optional<?> option -> option.map(JsonText::of).orElse("null");
      case OptionalInt option -> option.isPresent() ? "" + option.getAsInt() : "null";
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  private static String object(Map<?, ?> map) {
    StringJoiner out = new StringJoiner(", ", "{", "}");
    map.forEach((name, value) -> out.add(quoted(name.toString()) + ": " + of(value)));
    return out.toString();
  }

  private static String array(List<?> list) {
    StringJoiner out = new StringJoiner(", ", "[", "]");
    list.forEach(value -> out.add(of(value)));
    return out.toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ') out.append("\\u%04x".formatted((int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }
}
