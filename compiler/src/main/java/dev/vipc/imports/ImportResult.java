package dev.vipc.imports;

import dev.vipc.diagnostic.Diagnostic;
import java.util.List;

/**
 * A spec made from existing files.
 *
 * @param yaml the text of {@code ha.yaml}
 * @param notes what was guessed, changed, ignored, kept verbatim or left out, each at its place
 */
public record ImportResult(String yaml, List<Diagnostic> notes) {
  public ImportResult {
    notes = List.copyOf(notes);
  }
}
