package dev.vipc.settings;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.schema.Violation;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.Optional;

/** The field {@code reason}: who leaves it out has made no fault of form, but silences nothing. */
public final class Reasons {
  private static final String FIELD = "reason";

  private Reasons() {}

  /** The finding that a violation of a settings schema is. */
  public static RuleMeta rule(Violation violation) {
    boolean missing =
        violation.kind() == Violation.Kind.MISSING_FIELD
            || violation.kind() == Violation.Kind.OUT_OF_RANGE;
    return missing && violation.field().equals(FIELD)
        ? SettingsFindings.NO_REASON
        : violation.kind().rule();
  }

  static boolean has(Mapping entry) {
    return of(entry).isPresent();
  }

  /** What is written there, if anything. */
  public static Optional<String> of(Mapping entry) {
    return entry.scalar(FIELD).map(scalar -> scalar.value().strip()).filter(s -> !s.isEmpty());
  }
}
