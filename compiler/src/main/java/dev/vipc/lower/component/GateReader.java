package dev.vipc.lower.component;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.Component;
import dev.vipc.model.FeatureGates;
import dev.vipc.model.FeatureGates.Gate;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads feature gates: a mapping of a configuration, or the flag {@code feature-gates}. */
public final class GateReader {
  private static final String FLAG = "feature-gates";

  private GateReader() {}

  /** Those of a mapping {@code featureGates}. */
  static Optional<FeatureGates> ofMapping(Component component, YamlFields owner) {
    List<Gate> gates = new ArrayList<>();
    for (var entry : owner.at("featureGates").mapping().entries())
      if (entry.value() instanceof Scalar scalar)
        gates.add(
            new Gate(
                Pieces.content(entry.key()),
                owner.values().read(Pieces.content(scalar), GateReader::parse),
                entry.key().span().to(scalar.span()),
                true));
    return gates.isEmpty() ? Optional.empty() : Optional.of(new FeatureGates(component, gates));
  }

  /** Those of the component's flag. */
  public static Optional<FeatureGates> ofFlags(Component component, Flags flags) {
    List<Gate> gates =
        flags.pieces(FLAG).stream().flatMap(piece -> gate(piece, flags).stream()).toList();
    return gates.isEmpty() ? Optional.empty() : Optional.of(new FeatureGates(component, gates));
  }

  private static Optional<Gate> gate(Located<String> piece, Flags flags) {
    int equals = piece.value().indexOf('=');
    if (equals < 0) return Optional.empty();
    Setting<Boolean> on =
        flags
            .values()
            .read(Pieces.part(piece, equals + 1, piece.value().length()), GateReader::parse);
    return Optional.of(new Gate(Pieces.part(piece, 0, equals), on, piece.span(), false));
  }

  /** As Go's strconv.ParseBool, without the forms that nobody writes. */
  private static Optional<Boolean> parse(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> Optional.of(true);
      case "false", "False", "FALSE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
