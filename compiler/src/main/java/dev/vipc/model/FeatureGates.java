package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;

/** The feature gates that one place switches for a component. */
public record FeatureGates(Component component, List<Gate> gates) implements Part {
  /**
   * @param entry all of it, with its name
   * @param alone whether the lines of the entry hold nothing else
   */
  public record Gate(Located<String> name, Setting<Boolean> on, Span entry, boolean alone) {}

  public FeatureGates {
    gates = List.copyOf(gates);
  }
}
