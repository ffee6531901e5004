package dev.vipc.emit.runbook;

import dev.vipc.emit.ArtifactSet;
import dev.vipc.migrate.Cutover;
import dev.vipc.spec.HaSpec;
import java.util.List;

/**
 * All that a runbook is written from.
 *
 * @param from what was migrated, as typed
 * @param target what was asked for, as typed
 * @param old what runs now
 * @param next what shall run
 * @param artifacts the new files
 * @param notes what could not be taken along
 * @param missingNames names that the API certificates need and may not hold
 */
public record Migration(
    List<String> from,
    String target,
    HaSpec old,
    HaSpec next,
    ArtifactSet artifacts,
    Cutover.Planned plan,
    List<String> notes,
    List<String> missingNames) {
  public Migration {
    from = List.copyOf(from);
    notes = List.copyOf(notes);
    missingNames = List.copyOf(missingNames);
  }
}
