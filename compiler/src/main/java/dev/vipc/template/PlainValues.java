package dev.vipc.template;

import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML as maps, lists, texts, numbers and truth values, typed as YAML 1.1, which Ansible reads. */
final class PlainValues {
  private PlainValues() {}

  static @Nullable Object of(YamlNode node) {
    return switch (node) {
      case Mapping mapping -> map(mapping);
      case Sequence sequence -> list(sequence);
      case Scalar scalar -> scalar(scalar);
    };
  }

  static Map<String, @Nullable Object> map(Mapping mapping) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> map.put(entry.key().value(), of(entry.value())));
    return map;
  }

  private static List<@Nullable Object> list(Sequence sequence) {
    List<@Nullable Object> list = new ArrayList<>();
    sequence.items().forEach(item -> list.add(of(item)));
    return list;
  }

  private static @Nullable Object scalar(Scalar scalar) {
    String text = scalar.value();
    if (!scalar.plain()) return text;
    if (scalar.isNull() || text.equals("Null") || text.equals("NULL")) return null;
    return switch (text) {
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> true;
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> false;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    if (text.matches("[-+]?(0|[1-9]\\d{0,17})")) return Long.parseLong(text);
    if (text.matches("[-+]?\\d+\\.\\d+")) return Double.parseDouble(text);
    return text;
  }
}
