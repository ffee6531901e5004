package dev.vipc.syntax.unit;

import dev.vipc.source.Located;
import java.util.List;

/**
 * One {@code Key=value} of a unit file, with the lines that a backslash joined to it.
 *
 * @param section the section's name without brackets
 * @param value the whole value, as one text with a blank where lines were joined
 * @param words the value split as systemd splits a command line, quotes removed
 */
public record UnitLine(
    Located<String> section,
    Located<String> key,
    Located<String> value,
    List<Located<String>> words) {
  public UnitLine {
    words = List.copyOf(words);
  }
}
