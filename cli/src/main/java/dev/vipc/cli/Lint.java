package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.cli.report.ReportStyle;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.Fixing;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Progress;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Targets;
import dev.vipc.settings.Codes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One {@code vipc lint}, however its command line was read.
 *
 * @param paths files and folders of one deployment; {@code -} is standard input
 * @param as the kind that every input is read as
 * @param only the codes and areas that are reported; empty for all
 * @param extras what is asked for more rarely
 */
record Lint(
    List<String> paths,
    Optional<String> as,
    List<String> only,
    Targets targets,
    Optional<String> configId,
    Report.Format format,
    Severity failOn,
    LintExtras extras) {
  /**
   * Reads the usual form of a command line, {@code lint PATH…}: picocli alone takes half of the
   * time of a small deployment's lint. What is not of this form is picocli's to read, or to
   * complain of.
   */
  static Optional<Lint> usual(String[] arguments) {
    if (arguments.length < 2 || !arguments[0].equals("lint")) return Optional.empty();
    List<String> paths = List.of(arguments).subList(1, arguments.length);
    for (String path : paths) if (!Inputs.isPath(path)) return Optional.empty();
    return Optional.of(
        new Lint(
            paths,
            Optional.empty(),
            List.of(),
            Targets.NONE,
            Optional.empty(),
            Report.Format.text,
            Severity.ERROR,
            LintExtras.NONE));
  }

  /** Prints the findings; the exit status. */
  int run(Console console) throws IOException {
    if (!console.watched() || extras.quiet()) return run(console, Progress.NOBODY);
    try (ProgressLine line = new ProgressLine(console.err())) {
      return run(console, line);
    }
  }

  private int run(Console console, Progress progress) throws IOException {
    LintRequest request = request(progress);
    if (extras.fix().applied()) return fix(request, progress, console);
    LintResult all = new Compiler().lint(request);
    if (progress instanceof ProgressLine line) line.close();
    if (extras.writeBaseline().isPresent())
      return write(all, extras.writeBaseline().get(), console);
    return report(wanted(all), console);
  }

  private int report(LintResult shown, Console console) {
    shown.failures().forEach(console::complain);
    Report.of(format, style(console)).write(shown, console.out());
    if (!shown.failures().isEmpty()) return ExitStatus.FAILED;
    return shown.reaches(failOn) ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }

  private int fix(LintRequest request, Progress progress, Console console) throws IOException {
    Optional<ChangedFiles> changed =
        extras.since().isPresent()
            ? Optional.of(ChangedFiles.since(extras.since().get(), paths))
            : Optional.empty();
    Predicate<Diagnostic> wanted =
        finding ->
            (only.isEmpty() || only.stream().anyMatch(code -> Codes.match(code, finding.rule())))
                && changed.map(files -> files.holds(finding.span().file())).orElse(true);
    Fixing.Outcome outcome =
        new Fixing(new Compiler(), request, wanted, extras.fix().unsafe()).run();
    if (progress instanceof ProgressLine line) line.close();
    if (!extras.fix().shown())
      return report(wanted(FixRun.write(outcome, extras.quiet(), console)), console);
    LintResult left = wanted(outcome.remaining());
    left.failures().forEach(console::complain);
    FixRun.show(outcome, console);
    if (!left.failures().isEmpty()) return ExitStatus.FAILED;
    boolean found = !outcome.files().isEmpty() || left.reaches(failOn);
    return found ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }

  /** What of the findings the command line asks for. */
  private LintResult wanted(LintResult all) throws IOException {
    LintResult some = only.isEmpty() ? all : all.onlyCodes(only);
    if (extras.since().isEmpty()) return some;
    return ChangedFiles.since(extras.since().get(), paths).select(some);
  }

  private int write(LintResult all, Path file, Console console) throws IOException {
    all.failures().forEach(console::complain);
    if (!all.failures().isEmpty()) return ExitStatus.FAILED;
    int count = BaselineWriter.write(wanted(all).diagnostics(), file, extras.reason());
    if (!extras.quiet())
      console.complain(
          "lint: %s: %d finding%s accepted".formatted(file, count, count == 1 ? "" : "s"));
    return ExitStatus.CLEAN;
  }

  private ReportStyle style(Console console) {
    return new ReportStyle(
        console.colour(), console.links(), extras.quiet(), extras.summary(), failOn);
  }

  private LintRequest request(Progress progress) throws IOException {
    Inputs.Named inputs = Inputs.named(paths);
    return new LintRequest(
        inputs.files(), inputs.texts(), as, targets, configId, extras.circumstances(progress));
  }
}
