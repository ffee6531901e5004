package dev.vipc.keyword;

import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;

/** Which feature gates Kubernetes has lost or fixed, and when: a table. */
public final class FeatureGateTable {
  private final List<Mapping> rows = Rows.of("gates");

  /**
   * The end of a gate.
   *
   * @param gone the first release that refuses the name
   * @param locked the first release that takes one value only
   * @param value the value that it takes
   */
  public record Gate(Optional<Release> gone, Optional<Release> locked, boolean value) {
    public boolean isGoneIn(int minor) {
      return reached(gone, minor);
    }

    public boolean isLockedIn(int minor) {
      return reached(locked, minor);
    }

    private static boolean reached(Optional<Release> since, int minor) {
      return since.filter(release -> !new Release(1, minor, 0).before(release)).isPresent();
    }
  }

  /**
   * @param component the program's name, as in {@code kube-apiserver}
   */
  public Optional<Gate> find(String component, String name) {
    return row(name, Optional.of(component)).or(() -> row(name, Optional.empty()));
  }

  private Optional<Gate> row(String name, Optional<String> component) {
    return rows.stream()
        .filter(row -> Rows.field(row, "name").filter(name::equals).isPresent())
        .filter(row -> Rows.field(row, "in").equals(component))
        .findFirst()
        .map(FeatureGateTable::gate);
  }

  private static Gate gate(Mapping row) {
    return new Gate(
        Rows.release(row, "gone"),
        Rows.release(row, "locked"),
        Rows.field(row, "value").filter("true"::equals).isPresent());
  }
}
