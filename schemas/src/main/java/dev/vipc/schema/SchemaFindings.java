package dev.vipc.schema;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What a schema can find in a document, where the caller names no rule of its own. */
@AutoService(Documented.class)
public final class SchemaFindings implements Documented {
  static final RuleMeta UNKNOWN_FIELD =
      new RuleMeta(
          "SCH001",
          "schema-unknown-field",
          ERROR,
          """
          A field is not known where it stands.

          A misspelt field would otherwise be ignored in silence, and its default would hold. The
          schema (`vipc schema`) lists the fields of each place. Write the name that the help
          gives, or move the field to where it belongs. It is a warning in the files of a program
          that passes over unknown fields itself (KubeKey).
          """);

  static final RuleMeta MISSING_FIELD =
      new RuleMeta(
          "SCH002",
          "schema-missing-field",
          ERROR,
          """
          A field that has no default is missing.

          Nothing sensible can be assumed for it, such as the address of a node. Add the field.
          """);

  static final RuleMeta WRONG_TYPE =
      new RuleMeta(
          "SCH003",
          "schema-wrong-type",
          ERROR,
          """
          A value is of another type than its field: a list for a word, a word for a number.

          YAML decides the type from how a value is written: `3` is a number and `"3"` is text,
          `- x` begins a list and `x: y` a mapping. Write the value in the form of its field.
          """);

  static final RuleMeta UNKNOWN_VALUE =
      new RuleMeta(
          "SCH004",
          "schema-unknown-value",
          ERROR,
          """
          A value is not one of the words that its field allows.

          Write one of the words that the help lists; upper and lower case count.
          """);

  static final RuleMeta OUT_OF_RANGE =
      new RuleMeta(
          "SCH005",
          "schema-value-out-of-range",
          ERROR,
          """
          A number, a length or a count of items is outside the range of its field.

          The ranges are those of the protocol or the program behind the field, such as 1..255 for
          a VRID (RFC 9568, section 5.2.3). Write a value within the range that the message gives.
          """);

  static final RuleMeta WRONG_FORM =
      new RuleMeta(
          "SCH006",
          "schema-value-of-wrong-form",
          ERROR,
          """
          A text does not have the form of its field: an address, a duration, a name.

          The help says which form it is. Write the value in that form.
          """);

  static final RuleMeta FORMS_EXCLUDE =
      new RuleMeta(
          "SCH007",
          "schema-fields-exclude-each-other",
          ERROR,
          """
          Fields of one place do not go together: they exclude each other, or one asks for another.

          Such fields say the same thing in two ways. Keep one of them.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        UNKNOWN_FIELD,
        MISSING_FIELD,
        WRONG_TYPE,
        UNKNOWN_VALUE,
        OUT_OF_RANGE,
        WRONG_FORM,
        FORMS_EXCLUDE);
  }
}
