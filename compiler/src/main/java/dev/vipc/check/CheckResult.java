package dev.vipc.check;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import java.util.List;

/**
 * What a program says of its files.
 *
 * @param failures what kept vipc from doing its work, a line each; exit status 2
 */
public record CheckResult(List<FileVerdict> files, List<String> failures) {
  /**
   * What a program says of one file.
   *
   * @param diagnostics those that stand in this file, and in those that it includes, in report
   *     order
   */
  public record FileVerdict(
      String path,
      String program,
      ProgramCheck.Target target,
      Conditions conditions,
      Verdict verdict,
      List<Diagnostic> diagnostics) {
    static FileVerdict of(
        SourceFile file,
        String program,
        ProgramCheck.Target target,
        Conditions conditions,
        List<Diagnostic> own) {
      return new FileVerdict(file.path(), program, target, conditions, Verdict.of(own), own);
    }
  }

  static CheckResult failed(String why) {
    return new CheckResult(List.of(), List.of(why));
  }

  /** Whether some finding is at least this bad. */
  public boolean reaches(Severity threshold) {
    return files.stream()
        .flatMap(file -> file.diagnostics().stream())
        .anyMatch(diagnostic -> diagnostic.severity().atLeast(threshold));
  }
}
