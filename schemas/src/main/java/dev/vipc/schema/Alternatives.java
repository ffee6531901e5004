package dev.vipc.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.everit.json.schema.CombinedSchema;
import org.everit.json.schema.ValidationException;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * What to say where none of several forms fits a value: the faults of the form that was most likely
 * meant, not those of all.
 */
final class Alternatives {
  private Alternatives() {}

  /** Whether a fault says that no form of a {@code oneOf} or {@code anyOf} fits. */
  static boolean isChoice(ValidationException fault) {
    return fault.getViolatedSchema() instanceof CombinedSchema combined
        && combined.getCriterion() != CombinedSchema.ALL_CRITERION
        && !fault.getCausingExceptions().isEmpty();
  }

  /** Whether every form asks for another type than the value's. */
  static boolean onlyTypes(ValidationException choice) {
    return choice.getCausingExceptions().stream().allMatch(cause -> isType(cause, choice));
  }

  /** The types that the forms ask for, as {@link Wording} names them. */
  static Set<String> types(ValidationException choice) {
    var types = new TreeSet<String>();
    for (ValidationException cause : choice.getCausingExceptions())
      types.add(Wording.expectedType(cause));
    return types;
  }

  /**
   * The form whose type fits and that has the fewest faults.
   *
   * @param value the list, mapping or scalar that no form fits
   */
  static ValidationException nearest(ValidationException choice, Object value) {
    List<ValidationException> forms = choice.getCausingExceptions();
    return forms.stream()
        .min(
            Comparator.comparing(
                    (ValidationException form) ->
                        isType(form, choice) || isWordFor(value, form, choice))
                .thenComparingInt(ValidationException::getViolationCount))
        .orElseThrow();
  }

  private static boolean isType(ValidationException form, ValidationException choice) {
    return "type".equals(form.getKeyword()) && isOfAll(form, choice);
  }

  /** A list or a mapping is none of some words for another reason than that they are wrong. */
  private static boolean isWordFor(
      Object value, ValidationException form, ValidationException choice) {
    return (value instanceof JSONArray || value instanceof JSONObject)
        && ("enum".equals(form.getKeyword()) || "const".equals(form.getKeyword()))
        && isOfAll(form, choice);
  }

  private static boolean isOfAll(ValidationException form, ValidationException choice) {
    return form.getPointerToViolation().equals(choice.getPointerToViolation());
  }
}
