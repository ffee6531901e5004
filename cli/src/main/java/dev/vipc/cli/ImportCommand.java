package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.imports.ImportResult;
import dev.vipc.lower.spec.SpecFormat;
import dev.vipc.model.Deployment;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vipc import}: existing files to one HA spec. */
@Command(
    name = "import",
    description = "Make a spec of existing files; what is not carried over is named in a note.")
final class ImportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of one deployment.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the spec goes (default: standard output, and the notes to standard error).")
  private @Nullable Path output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The spec's name (default: the folder's).")
  private @Nullable String name;

  @Mixin private TargetOption targets = new TargetOption();

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Compiler compiler = new Compiler();
    Findings findings = new Findings();
    LintRequest request = new LintRequest(paths, List.of(), Optional.empty(), targets.targets());
    Model model = compiler.read(request, findings);
    model.failures().forEach(console::complain);
    if (!model.failures().isEmpty()) return ExitStatus.FAILED;
    Optional<String> spec = spec(model);
    if (spec.isPresent()) return alreadySpec(spec.get());
    if (model.deployments().size() != 1) return severalDeployments(model.deployments().size());
    Deployment deployment = model.deployments().getFirst();
    compiler.check(deployment, findings);
    deliver(compiler.importModel(deployment, specName(), findings.sorted()), model);
    return ExitStatus.CLEAN;
  }

  private void deliver(ImportResult result, Model model) throws IOException {
    LintResult notes =
        new LintResult(
            model.files(), result.notes(), List.of(), model.skipped(), targets.targets());
    Report text = Report.of(Report.Format.text, console.colour() && output != null);
    if (output == null) {
      console.out().print(result.yaml());
      text.write(notes, console.err());
    } else {
      Files.write(output, Utf8.encode(result.yaml()));
      text.write(notes, console.out());
    }
  }

  private static Optional<String> spec(Model model) {
    return model.files().stream()
        .filter(file -> file.kind().equals(SpecFormat.KIND))
        .map(LintResult.ReadFile::path)
        .findFirst();
  }

  private int alreadySpec(String path) {
    console.complain(
        "import: %s is a spec already, and `vipc build` makes the files; name the folders of the machines alone"
            .formatted(path));
    return ExitStatus.FAILED;
  }

  private int severalDeployments(int count) {
    console.complain(
        "import: these are %d deployments, by their folders; name the folders of one"
            .formatted(count));
    return ExitStatus.FAILED;
  }

  /** The name of the first folder that is not there for its form alone. */
  private String specName() {
    return name != null ? name : nameOf(paths.getFirst());
  }

  /** What a spec of these files is called. */
  static String nameOf(Path path) {
    for (Path at = path.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path last = at.getFileName();
      if (last != null && Files.isDirectory(at) && !last.toString().equals("filled"))
        return last.toString();
    }
    return "imported";
  }
}
