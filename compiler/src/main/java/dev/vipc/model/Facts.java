package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;

/**
 * What a person states beside the configuration files: in a spec or in {@code .vipc.yaml}. A rule
 * that needs a fact which is not here stays silent.
 */
public record Facts(List<Network> networks) {
  public static final Facts NONE = new Facts(List.of());

  /** A layer-2 segment and its prefixes. */
  public record Network(String name, List<Located<Cidr>> prefixes) {}
}
