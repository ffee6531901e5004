package dev.vipc.schema;

import dev.vipc.keyword.NearestWord;
import dev.vipc.schema.Violation.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.everit.json.schema.ArraySchema;
import org.everit.json.schema.ConstSchema;
import org.everit.json.schema.EnumSchema;
import org.everit.json.schema.NumberSchema;
import org.everit.json.schema.ObjectSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.StringSchema;
import org.everit.json.schema.ValidationException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Says a fault of the schema library in the words of the document. */
final class Wording {
  private Wording() {}

  static Violation of(ValidationException fault, Place place) {
    String keyword = Optional.ofNullable(fault.getKeyword()).orElse("");
    Schema schema = fault.getViolatedSchema();
    if (Alternatives.isChoice(fault)) return type(place, Alternatives.types(fault), schema);
    return switch (keyword) {
      case "type" -> type(place, Set.of(expectedType(fault)), schema);
      case "additionalProperties" -> unknownField(place, bracketed(fault), schema);
      case "required" -> missingField(place, bracketed(fault));
      case "enum", "const" -> unknownValue(place, schema);
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          violation(
                  Kind.OUT_OF_RANGE,
                  place,
                  "%s is %s, outside %s".formatted(place.named(), place.shown(), range(schema)))
              .help("write a number within " + range(schema));
      case "minLength", "maxLength", "minItems", "maxItems" ->
          at(place, Kind.OUT_OF_RANGE, count(place, schema), schema);
      case "pattern", "format", "propertyNames" ->
          at(
              place,
              Kind.WRONG_FORM,
              "does not have the form of this field: " + place.shown(),
              schema);
      case "uniqueItems" -> at(place, Kind.WRONG_FORM, "has the same item twice", schema);
      case "maxProperties" -> tooManyFields(place, schema);
      default -> at(place, Kind.FORMS_EXCLUDE, "has fields that do not go together", schema);
    };
  }

  /** The type that a fault asks for, as a person names it. */
  static String expectedType(ValidationException fault) {
    String message = fault.getErrorMessage();
    int start = message.indexOf(": ") + 2;
    int end = message.indexOf(',', start);
    String expected = end < 0 ? "" : message.substring(start, end);
    return switch (expected) {
      case "String" -> "text";
      case "Integer" -> "a whole number";
      case "Number" -> "a number";
      case "Boolean" -> "`true` or `false`";
      case "JSONArray" -> "a list";
      case "JSONObject" -> "a mapping";
      default -> "another type";
    };
  }

  private static Violation type(Place place, Collection<String> types, Schema schema) {
    String saying = "must be %s, not %s".formatted(String.join(" or ", types), written(place));
    var violation = violation(Kind.WRONG_TYPE, place, place.named() + " " + saying);
    boolean quotable = types.contains("text") && isNumberOrBoolean(place.json());
    if (quotable && !fitsQuoted(place, schema)) return at(place, Kind.WRONG_TYPE, saying, schema);
    if (quotable) return violation.help("put the value in quotes, so that YAML reads text");
    return types.contains("a list") && isScalar(place)
        ? violation.help("write `[%s]`".formatted(place.json()))
        : violation;
  }

  /** Whether quotes are all that it lacks. */
  private static boolean fitsQuoted(Place place, Schema schema) {
    return !(schema instanceof StringSchema text)
        || text.getPattern() == null
        || text.getPattern().matcher(String.valueOf(place.json())).find();
  }

  private static boolean isNumberOrBoolean(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  private static String written(Place place) {
    String type = JsonView.typeOf(place.json());
    return isScalar(place) ? type + " " + place.shown() : type;
  }

  private static boolean isScalar(Place place) {
    return place.shown().startsWith("`") && !place.isNull();
  }

  private static Violation tooManyFields(Place place, Schema schema) {
    var violation = at(place, Kind.FORMS_EXCLUDE, "has fields that do not go together", schema);
    return schema instanceof ObjectSchema object
            && Objects.equals(object.getMaxProperties(), 1)
            && place.json() instanceof JSONObject fields
        ? violation.help("keep one of " + list(fields.keySet()))
        : violation;
  }

  private static Violation unknownField(Place place, String name, Schema schema) {
    String where = place.path().isEmpty() ? "here" : "in `" + place.path() + "`";
    var violation =
        new Violation(
            Kind.UNKNOWN_FIELD,
            place.keySpan(name),
            place.path(),
            name,
            "unknown field `%s` %s".formatted(name, where),
            Optional.empty());
    if (!(schema instanceof ObjectSchema object)) return violation;
    var known = object.getPropertySchemas().keySet();
    return known.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .or(() -> NearestWord.of(name, known))
        .map(near -> violation.help("write `" + near + "`"))
        .orElseGet(() -> violation.help("fields here: " + list(known)));
  }

  private static Violation missingField(Place place, String name) {
    String message = "%s has no `%s`".formatted(place.named(), name);
    return new Violation(
        Kind.MISSING_FIELD,
        place.span(),
        place.path(),
        name,
        message,
        Optional.of("add `" + name + ":`"));
  }

  private static Violation unknownValue(Place place, Schema schema) {
    Collection<String> words =
        switch (schema) {
          case EnumSchema enumeration ->
              enumeration.getPossibleValues().stream().map(String::valueOf).sorted().toList();
          case ConstSchema constant -> List.of(String.valueOf(constant.getPermittedValue()));
          default -> List.of();
        };
    var violation =
        violation(
            Kind.UNKNOWN_VALUE, place, "%s cannot be %s".formatted(place.named(), place.shown()));
    return violation.help("write " + list(words).replace(", ", " or "));
  }

  private static Violation at(Place place, Kind kind, String saying, Schema schema) {
    var violation = violation(kind, place, place.named() + " " + saying);
    String description = Optional.ofNullable(schema.getDescription()).orElse("");
    if (description.isEmpty()) return violation;
    // what a definition describes is a form; what a field describes, its meaning
    boolean form =
        Character.isLowerCase(description.charAt(0)) && !description.startsWith("write ");
    return violation.help(form ? "write " + description : description);
  }

  private static Violation violation(Kind kind, Place place, String message) {
    return new Violation(
        kind, place.span(), place.parent(), place.field(), message, Optional.empty());
  }

  private static String range(Schema schema) {
    if (!(schema instanceof NumberSchema number)) return "its range";
    Number low = Optional.ofNullable(number.getMinimum()).orElse(number.getExclusiveMinimumLimit());
    Number high =
        Optional.ofNullable(number.getMaximum()).orElse(number.getExclusiveMaximumLimit());
    return (low == null ? "" : low) + ".." + (high == null ? "" : high);
  }

  private static String count(Place place, Schema schema) {
    return switch (schema) {
      case StringSchema text ->
          "must have %s characters: %s"
              .formatted(bounds(text.getMinLength(), text.getMaxLength()), place.shown());
      case ArraySchema array ->
          "must have %s items".formatted(bounds(array.getMinItems(), array.getMaxItems()));
      default -> "has the wrong size";
    };
  }

  private static String bounds(@Nullable Integer low, @Nullable Integer high) {
    if (high == null) return "at least " + low;
    return low == null ? "at most " + high : low + ".." + high;
  }

  /** The name between the brackets of a message such as {@code required key [x] not found}. */
  private static String bracketed(ValidationException fault) {
    String message = fault.getErrorMessage();
    int start = message.indexOf('[') + 1;
    int end = message.lastIndexOf(']');
    return start > 0 && end > start ? message.substring(start, end) : message;
  }

  private static String list(Collection<String> words) {
    return words.stream().sorted().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }
}
