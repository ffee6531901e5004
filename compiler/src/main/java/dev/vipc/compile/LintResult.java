package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Targets;
import java.util.List;
import java.util.Optional;

/**
 * What a lint found.
 *
 * @param diagnostics in report order, each once
 * @param failures what kept vipc from doing its work, a line each; exit status 2
 * @param skipped files in folders that no format recognises
 */
public record LintResult(
    List<ReadFile> files,
    List<Diagnostic> diagnostics,
    List<String> failures,
    int skipped,
    Targets targets) {
  /** A file that was read, as what, and whose it is. */
  public record ReadFile(String path, String kind, Optional<String> node) {}

  public long count(Severity severity) {
    return diagnostics.stream().filter(d -> d.severity() == severity).count();
  }

  /** Whether some finding is at least this bad. */
  public boolean reaches(Severity threshold) {
    return diagnostics.stream().anyMatch(d -> d.severity().atLeast(threshold));
  }
}
