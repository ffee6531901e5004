package dev.vipc.golden;

import dev.vipc.agent.plan.PlanReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema of vipd's plan, with its fields in the order that they are written in. */
final class PlanSchema {
  private final Map<String, Object> root;

  private PlanSchema(Map<String, Object> root) {
    this.root = root;
  }

  static PlanSchema load() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PlanReader.class.getResourceAsStream("plan-v1.schema.json"))) {
      return new PlanSchema(object(json(new String(in.readAllBytes(), StandardCharsets.UTF_8))));
    }
  }

  /** Any JSON text, its objects in their own order. */
  static Object json(String text) {
    return new Load(LoadSettings.builder().setCodePointLimit(text.length() + 1).build())
        .loadFromString(text);
  }

  @SuppressWarnings("unchecked") // a JSON object's members have names
  static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  /** The fields of an object's schema. */
  static Map<String, Object> properties(Map<String, Object> schema) {
    return object(schema.get("properties"));
  }

  /** Whether an object must have a field. */
  static boolean isNeeded(Map<String, Object> schema, String field) {
    return schema.get("required") instanceof List<?> required && required.contains(field);
  }

  /** The word that a variant of an object has in a field, if it is told apart by one. */
  static Optional<String> constant(Map<String, Object> variant, String field) {
    return properties(variant).get(field) instanceof Map<?, ?> schema
            && schema.get("const") instanceof String word
        ? Optional.of(word)
        : Optional.empty();
  }

  /** The forms of strings that have a name. */
  Map<String, Map<String, Object>> words() {
    Map<String, Map<String, Object>> words = new LinkedHashMap<>();
    object(root.get("definitions"))
        .forEach(
            (name, definition) -> {
              if (object(definition).containsKey("pattern")) words.put(name, object(definition));
            });
    return words;
  }

  /** The name of the definition that a schema refers to. */
  static Optional<String> reference(Map<String, Object> schema) {
    if (schema.get("allOf") instanceof List<?> all) return reference(object(all.getFirst()));
    return Optional.ofNullable(schema.get("$ref"))
        .map(ref -> ref.toString().replace("#/definitions/", ""));
  }

  /** What a schema and the definition that it refers to say together. */
  Map<String, Object> whole(Map<String, Object> schema) {
    Optional<String> reference = reference(schema);
    if (reference.isEmpty()) return schema;
    Map<String, Object> both =
        new LinkedHashMap<>(whole(object(object(root.get("definitions")).get(reference.get()))));
    both.putAll(schema);
    return both;
  }

  /** A field of an object. */
  record Field(String name, Map<String, Object> schema) {
    String description() {
      return String.valueOf(schema.getOrDefault("description", ""));
    }
  }

  /**
   * An object of the plan.
   *
   * @param path such as {@code proxies[].check}; empty for the plan itself
   * @param variants the ways that it may be written in; one, as a rule
   */
  record Shape(String path, String description, List<Map<String, Object>> variants) {
    /** The fields of all variants, each once. */
    List<Field> fields(PlanSchema schema) {
      Map<String, Field> fields = new LinkedHashMap<>();
      for (Map<String, Object> variant : variants)
        properties(variant)
            .forEach(
                (name, field) ->
                    fields.putIfAbsent(name, new Field(name, schema.whole(object(field)))));
      return List.copyOf(fields.values());
    }

    List<Map<String, Object>> variantsWith(String field) {
      return variants.stream().filter(variant -> properties(variant).containsKey(field)).toList();
    }

    String pathOf(Field field) {
      String list = "array".equals(field.schema().get("type")) ? "[]" : "";
      return (path.isEmpty() ? "" : path + ".") + field.name() + list;
    }
  }

  /** Every object of the plan, each before those within it. */
  List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    add("", root, shapes);
    return shapes;
  }

  private void add(String path, Map<String, Object> written, List<Shape> to) {
    Map<String, Object> schema = whole(written);
    Shape shape = new Shape(path, String.valueOf(schema.get("description")), variants(schema));
    to.add(shape);
    for (Field field : shape.fields(this))
      inner(field.schema()).ifPresent(within -> add(shape.pathOf(field), within, to));
  }

  private static List<Map<String, Object>> variants(Map<String, Object> schema) {
    return schema.get("oneOf") instanceof List<?> all
        ? all.stream().map(PlanSchema::object).toList()
        : List.of(schema);
  }

  /** The objects that a field holds, if it holds some. */
  Optional<Map<String, Object>> inner(Map<String, Object> field) {
    Map<String, Object> held =
        field.get("items") == null ? field : whole(object(field.get("items")));
    return held.containsKey("properties") || held.containsKey("oneOf")
        ? Optional.of(held)
        : Optional.empty();
  }

  /**
   * Where a field may stand in a plan.
   *
   * @param holder the object that it belongs to; may be changed
   */
  record Place(Shape shape, Field field, Map<String, Object> holder) {}

  /** Tells of every field that each object of a plan has or may have. */
  void places(Map<String, Object> plan, Consumer<Place> out) {
    places(shapes(), "", plan, out);
  }

  private void places(
      List<Shape> shapes, String path, Map<String, Object> holder, Consumer<Place> out) {
    Shape shape = shapes.stream().filter(s -> s.path().equals(path)).findFirst().orElseThrow();
    Map<String, Object> variant =
        shape.variants().stream().filter(v -> fits(v, holder)).findFirst().orElseThrow();
    for (String name : properties(variant).keySet()) {
      Field field = new Field(name, whole(object(properties(variant).get(name))));
      out.accept(new Place(shape, field, holder));
      if (inner(field.schema()).isEmpty()) continue;
      Object value = holder.get(name);
      List<?> held =
          value instanceof List<?> all ? all : value == null ? List.of() : List.of(value);
      for (Object one : held) places(shapes, shape.pathOf(field), object(one), out);
    }
  }

  private static boolean fits(Map<String, Object> variant, Map<String, Object> holder) {
    if (!(variant.get("required") instanceof List<?> required)) return true;
    if (!holder.keySet().containsAll(required)) return false;
    return constant(variant, "kind").map(word -> word.equals(holder.get("kind"))).orElse(true);
  }

  /** The paths of the fields that a plan has. */
  Set<String> fieldsOf(Map<String, Object> plan) {
    Set<String> found = new LinkedHashSet<>();
    places(
        plan,
        place -> {
          if (place.holder().containsKey(place.field().name()))
            found.add(place.shape().pathOf(place.field()));
        });
    return found;
  }
}
