package dev.vipc.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vipc lint}: checks files and folders, each alone, across files and across nodes. */
@Command(
    name = "lint",
    description = "Check files and folders, each alone, across files and across nodes.")
final class LintCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of one deployment; - reads standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--config-id",
      paramLabel = "ID",
      description =
          "keepalived's: lines that begin with @ID are read (default: all lines, each host's in turn).")
  private @Nullable String configId;

  @Mixin private ReportOptions report = new ReportOptions();

  @Option(names = "--as", paramLabel = "KIND", description = "Read every input as this kind.")
  private @Nullable String as;

  @Option(
      names = "--only",
      paramLabel = "CODE",
      split = ",",
      description = "Report only these codes.")
  private List<String> only = List.of();

  @Mixin private TargetOption targets = new TargetOption();

  LintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return new Lint(
            paths,
            Optional.ofNullable(as),
            only,
            targets.targets(),
            Optional.ofNullable(configId),
            report.format(),
            report.failOn())
        .run(console);
  }
}
