package dev.vipc.schema;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import java.util.Optional;

/**
 * One place where a document breaks its schema.
 *
 * @param span the smallest text that shows it: the key of an unknown field, the value otherwise
 * @param parent the path of the mapping or list that holds the field, such as {@code
 *     spec.nodes[0]}; empty at the top
 * @param field the field's name, or an item's index in brackets
 * @param message what is wrong, with the value and what is allowed
 */
public record Violation(
    Kind kind, Span span, String parent, String field, String message, Optional<String> help) {
  /** What a schema can object to. */
  public enum Kind {
    UNKNOWN_FIELD(SchemaFindings.UNKNOWN_FIELD),
    MISSING_FIELD(SchemaFindings.MISSING_FIELD),
    WRONG_TYPE(SchemaFindings.WRONG_TYPE),
    UNKNOWN_VALUE(SchemaFindings.UNKNOWN_VALUE),
    OUT_OF_RANGE(SchemaFindings.OUT_OF_RANGE),
    WRONG_FORM(SchemaFindings.WRONG_FORM),
    FORMS_EXCLUDE(SchemaFindings.FORMS_EXCLUDE);

    private final RuleMeta rule;

    Kind(RuleMeta rule) {
      this.rule = rule;
    }

    /** The finding that it is where the caller names none of its own. */
    public RuleMeta rule() {
      return rule;
    }
  }

  public Violation help(String text) {
    return new Violation(kind, span, parent, field, message, Optional.of(text));
  }

  /** The path of the field itself, such as {@code spec.nodes[0].name}. */
  public String path() {
    return parent.isEmpty() || field.startsWith("[") ? parent + field : parent + "." + field;
  }

  public Diagnostic as(RuleMeta rule) {
    Diagnostic plain = Diagnostic.of(rule, span, message);
    return help.map(plain::help).orElse(plain);
  }
}
