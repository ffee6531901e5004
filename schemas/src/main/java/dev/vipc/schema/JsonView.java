package dev.vipc.schema;

import dev.vipc.syntax.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONObject;

/** A YAML tree as the values that the schema library checks; types by YAML 1.2's core schema. */
final class JsonView {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,400}");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,400}|[0-9]{1,400}(\\.[0-9]{0,400})?)([eE][-+]?[0-9]{1,3})?");

  private JsonView() {}

  static Object of(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar(scalar);
      case YamlNode.Sequence sequence -> {
        var array = new JSONArray();
        for (YamlNode item : sequence.items()) array.put(of(item));
        yield array;
      }
      case YamlNode.Mapping mapping -> {
        var object = new JSONObject();
        for (YamlNode.Entry entry : mapping.entries())
          object.put(entry.key().value(), of(entry.value()));
        yield object;
      }
    };
  }

  private static Object scalar(YamlNode.Scalar scalar) {
    String text = scalar.value();
    if (!scalar.plain()) return text;
    if (scalar.isNull()) return JSONObject.NULL;
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
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
