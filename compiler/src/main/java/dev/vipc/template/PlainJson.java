package dev.vipc.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Values as Python's json module writes them: in one line, or with four blanks and sorted keys. */
final class PlainJson {
  private final boolean nice;

  PlainJson(boolean nice) {
    this.nice = nice;
  }

  String of(@Nullable Object value) {
    return of(value, "\n");
  }

  private String of(@Nullable Object value, String line) {
    return switch (value) {
      case Map<?, ?> map -> joined("{", members(map, line), "}", line);
      case Collection<?> items ->
          joined("[", items.stream().map(item -> of(item, line + "    ")).toList(), "]", line);
      case null -> "null";
      case CharSequence text -> JSONObject.quote(text.toString()).replace("<\\/", "</");
      default -> String.valueOf(value);
    };
  }

  private List<String> members(Map<?, ?> map, String line) {
    Map<?, ?> ordered = nice ? new TreeMap<>(map) : map;
    List<String> members = new ArrayList<>();
    ordered.forEach(
        (key, item) ->
            members.add(JSONObject.quote(String.valueOf(key)) + ": " + of(item, line + "    ")));
    return members;
  }

  private String joined(String open, List<String> parts, String close, String line) {
    if (parts.isEmpty()) return open + close;
    if (!nice) return open + String.join(", ", parts) + close;
    return open + line + "    " + String.join("," + line + "    ", parts) + line + close;
  }
}
