package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Targets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One {@code vipc lint}, however its command line was read.
 *
 * @param paths files and folders of one deployment; {@code -} is standard input
 * @param as the kind that every input is read as
 * @param only the codes that are reported; empty for all
 */
record Lint(
    List<String> paths,
    Optional<String> as,
    List<String> only,
    Targets targets,
    Optional<String> configId,
    Report.Format format,
    Severity failOn) {
  /**
   * Reads the usual form of a command line, {@code lint PATH…}: picocli alone takes half of the
   * time of a small deployment's lint. What is not of this form is picocli's to read, or to
   * complain of.
   */
  static Optional<Lint> usual(String[] arguments) {
    if (arguments.length < 2 || !arguments[0].equals("lint")) return Optional.empty();
    List<String> paths = List.of(arguments).subList(1, arguments.length);
    for (String path : paths)
      if (path.isEmpty() || path.startsWith("-") || path.startsWith("@")) return Optional.empty();
    return Optional.of(
        new Lint(
            paths,
            Optional.empty(),
            List.of(),
            Targets.NONE,
            Optional.empty(),
            Report.Format.text,
            Severity.ERROR));
  }

  /** Prints the findings; the exit status. */
  int run(Console console) throws IOException {
    LintResult all = new Compiler().lint(request());
    LintResult shown = only.isEmpty() ? all : all.onlyCodes(only);
    all.failures().forEach(console::complain);
    Report.of(format, console.colour()).write(shown, console.out());
    if (!all.failures().isEmpty()) return ExitStatus.FAILED;
    return shown.reaches(failOn) ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }

  private LintRequest request() throws IOException {
    Inputs.Named inputs = Inputs.named(paths);
    return new LintRequest(inputs.files(), inputs.texts(), as, targets, configId);
  }
}
