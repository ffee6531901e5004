package dev.vipc.spec;

import dev.vipc.source.Located;
import java.util.List;

/** Which nodes a part of the spec speaks of. */
public sealed interface Selection {
  /** Every node of a role, in the order of the node list. */
  record ByRole(Role role) implements Selection {}

  /** These nodes, in this order. */
  record ByName(List<Located<String>> names) implements Selection {}

  record EveryNode() implements Selection {}
}
