package dev.vipc.schema;

import dev.vipc.syntax.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * A YAML tree as the values that the schema library checks. Types are those of YAML 1.2's core
 * schema, or of YAML 1.1 as programs in Go read it, where {@code yes} and {@code off} are booleans
 * too (go-yaml v2, resolve.go).
 */
enum JsonView {
  CORE,
  GO;

  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,400}");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,400}|[0-9]{1,400}(\\.[0-9]{0,400})?)([eE][-+]?[0-9]{1,3})?");

  Object of(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar(scalar);
      case YamlNode.Sequence sequence -> {
        var array = new JSONArray();
        for (YamlNode item : sequence.items()) array.put(of(item));
        yield array;
      }
      case YamlNode.Mapping mapping -> {
        var object = new JSONObject();
        if (this == GO) merge(mapping, object);
        for (YamlNode.Entry entry : mapping.entries())
          if (!isMerge(entry)) object.put(entry.key().value(), of(entry.value()));
        yield object;
      }
    };
  }

  /** Puts in what YAML 1.1's merge key {@code <<} brings, of one mapping or of several. */
  private void merge(YamlNode.Mapping mapping, JSONObject object) {
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!isMerge(entry)) continue;
      List<YamlNode> merged =
          entry.value() instanceof YamlNode.Sequence several
              ? several.items().reversed()
              : List.of(entry.value());
      for (YamlNode one : merged)
        if (of(one) instanceof JSONObject brought)
          brought.keySet().forEach(key -> object.put(key, brought.get(key)));
    }
  }

  private boolean isMerge(YamlNode.Entry entry) {
    return this == GO && entry.key().plain() && entry.key().value().equals("<<");
  }

  private Object scalar(YamlNode.Scalar scalar) {
    String text = scalar.value();
    if (!scalar.plain()) return text;
    if (scalar.isNull()) return JSONObject.NULL;
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> this == GO ? true : text;
      case "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> this == GO ? false : text;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    char first = text.charAt(0);
    if (first > '9' || (first < '0' && "+-.".indexOf(first) < 0)) return text;
    if (INTEGER.matcher(text).matches()) {
      return text.length() < 10 ? (Object) Integer.valueOf(text) : new BigInteger(text);
    }
    return NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
  }

  /** The JSON type of a value as a person names it. */
  static String typeOf(Object value) {
    return switch (value) {
      case JSONObject _ -> "a mapping";
      case JSONArray _ -> "a list";
      case Boolean _ -> "a boolean";
      case Number _ -> "a number";
      case String _ -> "text";
      default -> "empty";
    };
  }
}
