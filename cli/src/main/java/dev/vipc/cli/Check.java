package dev.vipc.cli;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.cli.report.CheckReport;
import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.BuildOptions;
import dev.vipc.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code vipc check}, however its command line was read.
 *
 * @param paths the files of one run of the program; {@code -} is standard input
 */
record Check(
    String program,
    Optional<Version> target,
    BuildOptions build,
    Optional<String> configId,
    List<String> paths,
    Report.Format format,
    Severity failOn) {
  /**
   * Reads the usual form of a command line: {@code check --program NAME [--target VERSION] FILE…}
   * and {@code --format text}. picocli alone takes longer to start than a small file takes to be
   * checked; what is not of this form is picocli's to read, or to complain of.
   */
  static Optional<Check> usual(String[] arguments) {
    if (arguments.length < 4 || !arguments[0].equals("check")) return Optional.empty();
    String program = "";
    Optional<Version> target = Optional.empty();
    BuildOptions build = BuildOptions.NONE;
    List<String> paths = new ArrayList<>();
    for (int at = 1; at < arguments.length; at++) {
      String word = arguments[at];
      boolean option = word.startsWith("--") && at + 1 < arguments.length;
      if (option && word.equals("--program")) {
        program = arguments[++at];
      } else if (option && word.equals("--target")) {
        target = Version.parse(arguments[++at]);
        build = BuildOptions.of(arguments[at]);
        if (target.isEmpty()) return Optional.empty();
      } else if (!Inputs.isPath(word)) {
        return Optional.empty();
      } else {
        paths.add(word);
      }
    }
    if (program.isEmpty() || program.startsWith("-") || paths.isEmpty()) return Optional.empty();
    return Optional.of(
        new Check(
            program, target, build, Optional.empty(), paths, Report.Format.text, Severity.ERROR));
  }

  /** Prints the verdicts; the exit status. */
  int run(Console console) throws IOException {
    CheckResult result = Compiler.check(request());
    result.failures().forEach(console::complain);
    CheckReport.of(format, console.style().withFailOn(failOn)).write(result, console.out());
    if (!result.failures().isEmpty()) return ExitStatus.FAILED;
    return result.reaches(failOn) ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }

  private CheckRequest request() throws IOException {
    Inputs.Named inputs = Inputs.named(paths);
    return new CheckRequest(program, target, build, configId, inputs.files(), inputs.texts());
  }
}
