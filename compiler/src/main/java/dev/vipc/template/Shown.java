package dev.vipc.template;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Python writes them: {@code True}, {@code ['a', 1]}, {@code {'k': None}}. */
final class Shown {
  private Shown() {}

  /** As {@code str()}: a text is itself. */
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Boolean truth -> truth ? "True" : "False";
      case Map<?, ?> map -> map(map);
      case Collection<?> items -> items(items);
      case Map.Entry<?, ?> entry ->
          "(%s, %s)".formatted(quoted(entry.getKey()), quoted(entry.getValue()));
      default -> Objects.toString(value);
    };
  }

  /** As {@code repr()}: a text has quotes. */
  private static String quoted(@Nullable Object value) {
    if (value == null) return "None";
    if (!(value instanceof CharSequence text)) return of(value);
    String escaped = text.toString().replace("\\", "\\\\").replace("\n", "\\n");
    return escaped.indexOf('\'') >= 0 && escaped.indexOf('"') < 0
        ? "\"" + escaped + "\""
        : "'" + escaped.replace("'", "\\'") + "'";
  }

  private static String map(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String items(Collection<?> items) {
    return items.stream().map(Shown::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Ansible's {@code bool}: yes, on, 1 and true in any case. */
  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case Number number -> number.doubleValue() == 1;
      default ->
          switch (Objects.toString(value).toLowerCase(Locale.ROOT)) {
            case "yes", "on", "1", "true", "t", "y" -> true;
            default -> false;
          };
    };
  }
}
