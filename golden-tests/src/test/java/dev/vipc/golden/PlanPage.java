package dev.vipc.golden;

import dev.vipc.golden.PlanSchema.Field;
import dev.vipc.golden.PlanSchema.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fields of vipd's plan as {@code docs/vipd-plan.md} has them. */
final class PlanPage {
  private final PlanSchema schema;
  private final StringBuilder text = new StringBuilder();

  private PlanPage(PlanSchema schema) {
    this.schema = schema;
  }

  static String fields(PlanSchema schema) {
    PlanPage page = new PlanPage(schema);
    schema.shapes().forEach(page::section);
    page.words();
    return page.text.toString();
  }

  private void section(Shape shape) {
    text.append("\n### %s\n\n%s\n".formatted(title(shape.path()), shape.description()));
    text.append("\n| field | value | default | what it is | elsewhere |\n|---|---|---|---|---|\n");
    for (Field field : shape.fields(schema))
      text.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  field.name(),
                  value(shape, field),
                  otherwise(shape, field),
                  cell(meaning(shape, field)),
                  cell(String.valueOf(field.schema().getOrDefault("x-elsewhere", "")))));
  }

  private void words() {
    text.append("\n### Values\n\n| value | is | pattern |\n|---|---|---|\n");
    schema
        .words()
        .forEach(
            (name, word) ->
                text.append(
                    "| %s | %s | `%s` |\n"
                        .formatted(
                            name,
                            cell(String.valueOf(word.get("description"))),
                            cell(String.valueOf(word.get("pattern"))))));
  }

  private static String title(String path) {
    return path.isEmpty() ? "The plan" : "`" + path + "`";
  }

  private static String anchor(String path) {
    return "#" + path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }

  private String value(Shape shape, Field field) {
    Map<String, Object> of = field.schema();
    if (of.containsKey("const")) return constants(shape, field);
    if (of.get("enum") instanceof List<?> words) return code(words);
    Optional<Map<String, Object>> inner = schema.inner(of);
    if ("array".equals(of.get("type"))) {
      String what =
          inner.isPresent()
              ? "[objects](%s)".formatted(anchor(shape.pathOf(field)))
              : word(PlanSchema.object(of.get("items"))).orElseThrow();
      return "%s to %s %s".formatted(of.get("minItems"), of.get("maxItems"), what);
    }
    if (inner.isPresent()) return "[object](%s)".formatted(anchor(shape.pathOf(field)));
    return switch (String.valueOf(of.get("type"))) {
      case "integer" -> range(of) + unit(field.name());
      case "boolean" -> "`true`, `false`";
      default -> word(of).orElse("text");
    };
  }

  private static String range(Map<String, Object> of) {
    String least = String.valueOf(of.get("minimum"));
    String most = String.valueOf(of.get("maximum"));
    return least.equals(most) ? least : least + " to " + most;
  }

  private static Optional<String> word(Map<String, Object> of) {
    return PlanSchema.reference(of).map(name -> "[%s](#values)".formatted(name));
  }

  private static String unit(String name) {
    if (name.endsWith("Millis")) return " ms";
    return name.endsWith("Mebibytes") ? " MiB" : "";
  }

  private static String code(List<?> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  private static String constants(Shape shape, Field field) {
    return code(words(shape.variants(), field.name()));
  }

  private static List<String> words(List<Map<String, Object>> variants, String field) {
    return variants.stream()
        .flatMap(variant -> PlanSchema.constant(variant, field).stream())
        .toList();
  }

  private static String otherwise(Shape shape, Field field) {
    Object value = field.schema().get("default");
    if (value instanceof List<?>) return "empty";
    if (value != null) return "`" + value + "`";
    boolean needed =
        shape.variantsWith(field.name()).stream()
            .allMatch(variant -> PlanSchema.isNeeded(variant, field.name()));
    if (!needed) return "";
    return isOneOfMany(shape) && kinds(shape).isEmpty() ? "one of them" : "needed";
  }

  private static boolean isOneOfMany(Shape shape) {
    return shape.variants().size() > 1;
  }

  private static List<String> kinds(Shape shape) {
    return words(shape.variants(), "kind");
  }

  private static String meaning(Shape shape, Field field) {
    List<String> kinds = kinds(shape);
    if (kinds.isEmpty()) return field.description();
    if (field.name().equals("kind"))
      return field.description()
          + shape.variants().stream()
              .map(PlanPage::variant)
              .collect(Collectors.joining(" ", " ", ""));
    List<String> with = words(shape.variantsWith(field.name()), "kind");
    return with.size() == kinds.size()
        ? field.description()
        : "Of %s. ".formatted(code(with)) + field.description();
  }

  private static String variant(Map<String, Object> variant) {
    return "`%s`: %s"
        .formatted(PlanSchema.constant(variant, "kind").orElseThrow(), variant.get("description"));
  }
}
