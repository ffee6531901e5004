package dev.vipc.keyword;

import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;

/** Which flags the components of Kubernetes have lost, and when: a table. */
public final class RemovedFlags {
  private final List<Mapping> rows = Rows.of("flags");

  /**
   * A flag that a release refuses.
   *
   * @param since the first that does
   * @param ofValue whether only such values are refused
   * @param inert since when it had no effect, where it had lost it before
   * @param instead what to write, where something takes its place
   */
  public record Removed(
      Release since, boolean ofValue, Optional<Release> inert, Optional<String> instead) {}

  /**
   * @param component the program's name, as in {@code kube-apiserver}
   * @param value absent where it is not known
   * @param minor of Kubernetes 1.x
   */
  public Optional<Removed> find(String component, String flag, Optional<String> value, int minor) {
    Release asked = new Release(1, minor, 0);
    return rows.stream()
        .filter(row -> is(row, "component", component) && is(row, "flag", flag))
        .filter(row -> holds(row, value))
        .map(RemovedFlags::removed)
        .filter(removed -> !asked.before(removed.since()))
        .min((a, b) -> Boolean.compare(a.ofValue(), b.ofValue()));
  }

  private static boolean is(Mapping row, String key, String wanted) {
    return Rows.field(row, key).filter(wanted::equals).isPresent();
  }

  private static boolean holds(Mapping row, Optional<String> value) {
    Optional<String> values = Rows.field(row, "values");
    return values.isEmpty() || value.filter(v -> v.matches(values.get())).isPresent();
  }

  private static Removed removed(Mapping row) {
    return new Removed(
        Rows.release(row, "gone").orElseThrow(),
        Rows.field(row, "values").isPresent(),
        Rows.release(row, "inert"),
        Rows.field(row, "instead"));
  }
}
