package dev.vipc.golden;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.json.JSONTokener;

/**
 * Every place of a spec where its JSON Schema allows text, as the keys that lead there; {@code []}
 * stands for each item of a list, {@code *} for a key that the schema does not name, and {@code key
 * of *} for such a key's own text.
 */
final class SpecStrings {
  private static final String ITEMS = "[]";
  private static final String ANY = "*";
  private static final String ANY_KEY = "key of *";

  private final JSONObject schema;
  private final Set<List<String>> found = new LinkedHashSet<>();

  private SpecStrings(JSONObject schema) {
    this.schema = schema;
  }

  static Set<List<String>> all() {
    JSONObject schema =
        new JSONObject(
            new JSONTokener(
                SpecStrings.class.getResourceAsStream("/dev/vipc/schema/ha-spec-v1.schema.json")));
    SpecStrings strings = new SpecStrings(schema);
    strings.walk(schema, List.of(), 0);
    return strings.found;
  }

  static boolean isItems(String segment) {
    return segment.equals(ITEMS);
  }

  static boolean isAny(String segment) {
    return segment.equals(ANY);
  }

  static boolean isAnyKey(String segment) {
    return segment.equals(ANY_KEY);
  }

  private void walk(JSONObject part, List<String> path, int depth) {
    if (depth > 40) throw new IllegalStateException("a schema without end at " + path);
    if (part.has("$ref"))
      walk((JSONObject) schema.query(part.getString("$ref").substring(1)), path, depth + 1);
    for (String choice : List.of("oneOf", "anyOf", "allOf"))
      parts(part.optJSONArray(choice)).forEach(each -> walk(each, path, depth + 1));
    if (isText(part)) found.add(path);
    child(
        part,
        "additionalProperties",
        each -> {
          found.add(with(path, ANY_KEY));
          walk(each, with(path, ANY), depth + 1);
        });
    child(part, "items", each -> walk(each, with(path, ITEMS), depth + 1));
    child(
        part,
        "properties",
        properties ->
            properties
                .keySet()
                .forEach(
                    name -> walk(properties.getJSONObject(name), with(path, name), depth + 1)));
  }

  private static boolean isText(JSONObject part) {
    return part.optString("type").equals("string")
        || part.opt("type") instanceof JSONArray types && types.toList().contains("string")
        || part.opt("const") instanceof String
        || part.opt("enum") instanceof JSONArray words && words.opt(0) instanceof String;
  }

  private static void child(JSONObject part, String name, Consumer<JSONObject> then) {
    if (part.opt(name) instanceof JSONObject below) then.accept(below);
  }

  private static Stream<JSONObject> parts(JSONArray choices) {
    return choices == null
        ? Stream.of()
        : Stream.iterate(0, i -> i < choices.length(), i -> i + 1).map(choices::getJSONObject);
  }

  private static List<String> with(List<String> path, String segment) {
    List<String> longer = new ArrayList<>(path);
    longer.add(segment);
    return List.copyOf(longer);
  }

  static String name(List<String> path) {
    return path.stream().collect(Collectors.joining(".")).replace(".[]", "[]");
  }
}
