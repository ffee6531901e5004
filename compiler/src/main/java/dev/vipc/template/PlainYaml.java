package dev.vipc.template;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as YAML: keys in order as Ansible's {@code to_nice_yaml} has them, one below the other;
 * {@code to_yaml} writes what holds no other collection in one line.
 */
final class PlainYaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@ -]*(?<! )");
  private static final Pattern TYPED =
      Pattern.compile(
          "(?i)true|false|yes|no|on|off|null|~|[-+]?[0-9][0-9._]*(e[-+]?\\d+)?|0x[0-9a-f]+|[\\d:]+");

  private final boolean nice;

  PlainYaml(boolean nice) {
    this.nice = nice;
  }

  /** The text, which ends with a newline. */
  String of(@Nullable Object value) {
    if (!(value instanceof Map<?, ?>) && !(value instanceof Collection<?>))
      return scalar(value) + "\n";
    StringBuilder out = new StringBuilder();
    if (isFlow(value)) out.append(flow(value)).append('\n');
    else block(value, "", out);
    return out.toString();
  }

  private boolean isFlow(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.isEmpty() || !nice && map.values().stream().noneMatch(PlainYaml::isMany);
      case Collection<?> items ->
          items.isEmpty() || !nice && items.stream().noneMatch(PlainYaml::isMany);
      case null, default -> true;
    };
  }

  private static boolean isMany(@Nullable Object value) {
    return value instanceof Map<?, ?> || value instanceof Collection<?>;
  }

  private void block(@Nullable Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      sorted(map)
          .forEach(
              (key, item) -> {
                out.append(indent).append(scalar(key)).append(':');
                below(item, item instanceof Map<?, ?> ? indent + "    " : indent, out);
              });
    } else if (value instanceof Collection<?> items) {
      for (Object item : items) {
        out.append(indent).append('-');
        if (isFlow(item)) out.append(' ').append(flow(item)).append('\n');
        else {
          StringBuilder nested = new StringBuilder();
          block(item, indent + "    ", nested);
          out.append("   ").append(nested.substring(indent.length() + 4));
        }
      }
    }
  }

  private void below(@Nullable Object value, String indent, StringBuilder out) {
    if (isFlow(value)) {
      out.append(' ').append(flow(value)).append('\n');
    } else {
      out.append('\n');
      block(value, indent, out);
    }
  }

  private static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return sorted;
  }

  private String flow(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          sorted(map).entrySet().stream()
              .map(entry -> scalar(entry.getKey()) + ": " + flow(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Collection<?> items ->
          items.stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
      case null, default -> scalar(value);
    };
  }

  private static String scalar(@Nullable Object value) {
    if (value == null) return "null";
    if (value instanceof Boolean truth) return truth ? "true" : "false";
    if (value instanceof Number number) return number.toString();
    String text = value.toString();
    boolean plain = PLAIN.matcher(text).matches() && !TYPED.matcher(text).matches();
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
