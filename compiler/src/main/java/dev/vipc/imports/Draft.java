package dev.vipc.imports;

import dev.vipc.source.Span;
import dev.vipc.spec.Program;
import dev.vipc.spec.YamlText.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A proxy of nginx or Envoy in the making: what one node's file says of it.
 *
 * @param listen its listeners, {@code HOST:PORT}
 * @param fields all but its name and where it runs
 * @param place where the file names it
 */
record Draft(Program program, String name, List<String> listen, Fields fields, Span place) {
  private static final int WIDE = 400;

  /** Gives a proxy the name that it has in the spec. */
  interface Naming {
    /**
     * @param isFree whether the draft's own file leaves a name to it
     */
    Draft settle(Draft draft, Predicate<String> isFree);
  }

  boolean saysTheSame(Draft other) {
    return name.equals(other.name()) && fields.render().equals(other.fields().render());
  }

  Draft named(String other) {
    return new Draft(program, other, listen, fields, place);
  }

  /** The fields that are not another node's, its value first and then this one's. */
  List<String> differences(Draft other) {
    Set<String> keys = new LinkedHashSet<>(other.fields().fields().keySet());
    keys.addAll(fields.fields().keySet());
    return keys.stream()
        .filter(key -> !shown(key).equals(other.shown(key)))
        .map(key -> "%s %s and %s".formatted(key, other.shown(key), shown(key)))
        .toList();
  }

  private String shown(String key) {
    return Optional.ofNullable(fields.fields().get(key))
        .map(value -> value.compact(WIDE).render().strip())
        .orElse("none");
  }
}
