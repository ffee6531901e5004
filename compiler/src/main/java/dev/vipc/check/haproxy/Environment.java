package dev.vipc.check.haproxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment's variables while files are read; {@code global} can change them line by line.
 */
final class Environment {
  private final Map<String, String> values = new HashMap<>();

  /** Nothing but what HAProxy sets by itself. */
  Environment() {
    values.put("HAPROXY_LOCALPEER", "localhost");
    values.put("HAPROXY_CFGFILES", "haproxy.cfg");
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A line of {@code global}: {@code setenv}, {@code presetenv}, {@code unsetenv}, {@code
   * resetenv}.
   */
  void change(List<String> line) {
    switch (line.getFirst()) {
      case "setenv" -> {
        if (line.size() > 2) values.put(line.get(1), line.get(2));
      }
      case "presetenv" -> {
        if (line.size() > 2) values.putIfAbsent(line.get(1), line.get(2));
      }
      case "unsetenv" -> line.subList(1, line.size()).forEach(values::remove);
      case "resetenv" -> values.keySet().retainAll(line.subList(1, line.size()));
      default -> {}
    }
  }

  /**
   * The text with {@code $NAME} and {@code ${NAME}} replaced, as addresses are read; unset: empty.
   */
  String expand(String text) {
    if (text.indexOf('$') < 0) return text;
    StringBuilder expanded = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '$') {
        expanded.append('$');
        at += 2;
      } else if (c == '$') {
        boolean braces = at + 1 < text.length() && text.charAt(at + 1) == '{';
        int start = braces ? at + 2 : at + 1;
        int end = nameEnd(text, start);
        expanded.append(value(text.substring(start, end)).orElse(""));
        at = braces && end < text.length() && text.charAt(end) == '}' ? end + 1 : end;
      } else {
        expanded.append(c);
        at++;
      }
    }
    return expanded.toString();
  }

  static int nameEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isNameCharacter(text.charAt(end))) end++;
    return end;
  }

  private static boolean isNameCharacter(char c) {
    return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }
}
