package dev.vipc.cli;

import dev.vipc.cli.report.DiffReport;
import dev.vipc.compile.Compiler;
import dev.vipc.diff.DiffResult;
import dev.vipc.diff.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vipc diff}: what changes in meaning, and what follows. */
@Command(
    name = "diff",
    description =
        "Show what changes in meaning between two sets of files, and what each change entails.")
final class DiffCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "OLD", description = "A file, a folder or a spec.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "A file, a folder or a spec.")
  private Path after = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DiffReport.Format format = DiffReport.Format.text;

  @Mixin private TargetOption targets = new TargetOption();

  DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Sides sides = new Sides(console, targets.targets());
    Optional<List<Side>> was = sides.read(List.of(before));
    Optional<List<Side>> is = sides.read(List.of(after));
    if (was.isEmpty() || is.isEmpty()) return ExitStatus.FAILED;
    if (was.get().size() != is.get().size() || was.get().isEmpty()) {
      console.complain(
          "diff: %d deployments in %s and %d in %s, by their folders; name the folders of one each"
              .formatted(was.get().size(), before, is.get().size(), after));
      return ExitStatus.FAILED;
    }
    List<DiffResult> results = new ArrayList<>();
    for (int i = 0; i < was.get().size(); i++)
      results.add(Compiler.diff(was.get().get(i), is.get().get(i)));
    new DiffReport(console.out()).write(results, format);
    boolean same = results.stream().allMatch(result -> result.differences().isEmpty());
    return same ? ExitStatus.CLEAN : ExitStatus.FINDINGS;
  }
}
