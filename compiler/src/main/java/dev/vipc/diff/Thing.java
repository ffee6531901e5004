package dev.vipc.diff;

import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that both sides may have: a virtual router, a server … It is found again on the other
 * side by what identifies it, not by its place in a file.
 *
 * @param kind only things of one kind are the same
 * @param label what reports call it
 * @param identities from the surest to the weakest; things that agree in one are the same
 * @param aspect what it means that the thing comes or goes
 * @param ordered whether the order of its parts matters
 */
record Thing(
    String kind,
    String label,
    List<String> identities,
    Aspect aspect,
    Optional<Span> place,
    List<Statement> says,
    List<Thing> parts,
    boolean ordered) {
  /** The kind of what a proxy passes connections on to. */
  static final String SERVER = "server";

  /** Gathers what is said of a thing. */
  static final class Builder {
    private final String kind;
    private final String label;
    private final Aspect aspect;
    private final Optional<Span> place;
    private final List<String> identities = new ArrayList<>();
    private final List<Statement> says = new ArrayList<>();
    private final List<Thing> parts = new ArrayList<>();
    private boolean ordered;

    Builder(String kind, String label, Aspect aspect, Optional<Span> place) {
      this.kind = kind;
      this.label = label;
      this.aspect = aspect;
      this.place = place;
    }

    Builder identity(String identity) {
      identities.add(identity);
      return this;
    }

    Builder says(Statement statement) {
      says.add(statement);
      return this;
    }

    Builder part(Thing part) {
      parts.add(part);
      return this;
    }

    Builder ordered(boolean matters) {
      ordered = matters;
      return this;
    }

    Thing build() {
      return new Thing(
          kind,
          label,
          List.copyOf(identities),
          aspect,
          place,
          List.copyOf(says),
          List.copyOf(parts),
          ordered);
    }
  }
}
