package dev.vipc.migrate;

import java.util.List;

/**
 * A spec for other programs.
 *
 * @param yaml its text
 * @param notes what could not be taken along, or had to be written otherwise, a line each
 */
public record Retargeted(String yaml, List<String> notes) {
  public Retargeted {
    notes = List.copyOf(notes);
  }
}
