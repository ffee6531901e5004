package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.settings.Codes;
import dev.vipc.source.SourceFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a lint found.
 *
 * @param diagnostics in report order, each once
 * @param failures what kept vipc from doing its work, a line each; exit status 2
 * @param skipped files in folders that no format recognises
 * @param silenced how many findings somebody accepted, so that they are not among the diagnostics
 */
public record LintResult(
    List<ReadFile> files,
    List<Diagnostic> diagnostics,
    List<String> failures,
    int skipped,
    Targets targets,
    int silenced) {
  /** A result of which nothing was silenced. */
  public LintResult(
      List<ReadFile> files,
      List<Diagnostic> diagnostics,
      List<String> failures,
      int skipped,
      Targets targets) {
    this(files, diagnostics, failures, skipped, targets, 0);
  }

  /**
   * A file that was read, as what, and whose it is.
   *
   * @param program the program whose version it was checked for
   */
  public record ReadFile(
      String path, String kind, Optional<String> program, Optional<String> node) {}

  /** What was found in one file that was read on its own. */
  public static LintResult ofOne(SourceFile file, String kind, List<Diagnostic> diagnostics) {
    return new LintResult(
        List.of(new ReadFile(file.path(), kind, Optional.empty(), Optional.empty())),
        diagnostics,
        List.of(),
        0,
        Targets.NONE);
  }

  public long count(Severity severity) {
    return diagnostics.stream().filter(d -> d.severity() == severity).count();
  }

  /** Whether some finding is at least this bad. */
  public boolean reaches(Severity threshold) {
    return diagnostics.stream().anyMatch(d -> d.severity().atLeast(threshold));
  }

  /** The versions that the files were checked for, by program; only programs that a file is for. */
  public Map<String, Version> targetsUsed() {
    Map<String, Version> used = new TreeMap<>(targets.stated());
    for (ReadFile file : files)
      file.program().ifPresent(program -> used.put(program, targets.versionFor(program)));
    return used;
  }

  /** The same with only these codes' findings; an area such as KA stands for all of its codes. */
  public LintResult onlyCodes(Collection<String> codes) {
    return only(d -> codes.stream().anyMatch(code -> Codes.match(code, d.rule())));
  }

  /** The same with only the findings that are wanted. */
  public LintResult only(Predicate<Diagnostic> wanted) {
    List<Diagnostic> kept = diagnostics.stream().filter(wanted).toList();
    return new LintResult(files, kept, failures, skipped, targets, silenced);
  }
}
