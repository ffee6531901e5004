package dev.vipc.agent.firewall;

import dev.vipc.agent.plan.Json;
import java.util.List;

/**
 * A set or map with a name (nft(8), "SETS").
 *
 * @param changes whether packets or time change it, so that what it has now says little
 * @param elements values, or lists of a key and what it maps to
 */
record NamedSet(boolean changes, List<Json> elements) {
  static NamedSet of(Json declaration) {
    boolean changes =
        Tree.items(declaration, "flags").stream()
            .flatMap(flag -> Tree.text(flag).stream())
            .anyMatch(flag -> flag.equals("dynamic") || flag.equals("timeout"));
    return new NamedSet(changes, Tree.items(declaration, "elem"));
  }

  /** One that is not known to anybody. */
  static NamedSet unknown() {
    return new NamedSet(true, List.of());
  }
}
