package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A unit file of systemd, or a drop-in for one.
 *
 * @param unit the unit's name: {@code haproxy.service}
 * @param dropIn whether the file only adds to another one
 */
public record SystemdUnit(SourceFile file, String unit, boolean dropIn, List<Line> lines)
    implements Part {
  private static final String PREFIXES = "@-:+!";

  /**
   * One setting.
   *
   * @param words the value's words, quotes removed; none where the setting is emptied
   */
  public record Line(
      Located<String> section,
      Located<String> key,
      Located<String> value,
      List<Located<String>> words) {}

  public SystemdUnit {
    lines = List.copyOf(lines);
  }

  /** The name without {@code .service}. */
  public String service() {
    int dot = unit.lastIndexOf('.');
    return dot < 0 ? unit : unit.substring(0, dot);
  }

  /** Whether it may be switched on: it has a section {@code Install}. */
  public boolean canBeEnabled() {
    return lines.stream().anyMatch(line -> line.section().value().equals("Install"));
  }

  /**
   * The lines of a repeated key that are in force on a node: those of the unit and then of its
   * drop-ins by name, from the last empty one on, as systemd.unit(5) says.
   *
   * @param unit the unit's name with its suffix
   */
  public static List<Line> inForce(Parts node, String unit, String section, String key) {
    return node.all(SystemdUnit.class).stream()
        .filter(file -> file.unit().equals(unit))
        .sorted(
            Comparator.comparing((SystemdUnit file) -> file.dropIn())
                .thenComparing(SystemdUnit::fileName))
        .flatMap(file -> file.lines.stream())
        .filter(line -> line.section().value().equals(section) && line.key().value().equals(key))
        .reduce(List.of(), SystemdUnit::with, (a, b) -> b);
  }

  private static List<Line> with(List<Line> before, Line next) {
    if (next.value().value().isEmpty()) return List.of();
    return Stream.concat(before.stream(), Stream.of(next)).toList();
  }

  /** The program that a command line starts, without systemd's prefixes and its folders. */
  public static Optional<Located<String>> program(Line command) {
    if (command.words().isEmpty()) return Optional.empty();
    Located<String> first = command.words().getFirst();
    String path = first.value();
    while (!path.isEmpty() && PREFIXES.indexOf(path.charAt(0)) >= 0) path = path.substring(1);
    return Optional.of(new Located<>(path.substring(path.lastIndexOf('/') + 1), first.span()));
  }

  private String fileName() {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }
}
