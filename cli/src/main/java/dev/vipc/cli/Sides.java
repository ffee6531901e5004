package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diff.Side;
import dev.vipc.lower.spec.SpecFormat;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what a command compares or starts from: a spec, or files and folders. */
final class Sides {
  private final Console console;
  private final Targets targets;

  Sides(Console console, Targets targets) {
    this.console = console;
    this.targets = targets;
  }

  /** The spec in a file, where it is one. */
  static Optional<SourceFile> specIn(Path path) {
    if (!Files.isRegularFile(path)) return Optional.empty();
    return Inputs.read(path) instanceof Inputs.Text.Read(var source)
        ? Optional.of(source).filter(SpecLoader::isSpec)
        : Optional.empty();
  }

  /** A spec that is read; what is wrong with it is reported, and then it is absent. */
  Optional<HaSpec> spec(SourceFile source) {
    Findings findings = new Findings();
    Optional<HaSpec> spec = SpecLoader.load(source, findings);
    if (spec.isEmpty())
      Report.of(Report.Format.text, console.colour())
          .write(LintResult.ofOne(source, SpecFormat.KIND, findings.sorted()), console.err());
    return spec;
  }

  /** The paths; where they are one folder with nothing but a spec, that. */
  static List<Path> meant(List<Path> paths) {
    if (paths.size() != 1 || !Files.isDirectory(paths.getFirst())) return paths;
    Path spec = paths.getFirst().resolve("ha.yaml");
    String[] entries = paths.getFirst().toFile().list();
    return entries != null && entries.length == 1 && specIn(spec).isPresent()
        ? List.of(spec)
        : paths;
  }

  /** One side for each deployment that the paths hold; absent where something cannot be read. */
  Optional<List<Side>> read(List<Path> given) {
    List<Path> paths = meant(given);
    if (paths.size() == 1) {
      Optional<SourceFile> source = specIn(paths.getFirst());
      if (source.isPresent())
        return spec(source.get()).map(spec -> List.of(new Side(SpecLowering.lower(spec), source)));
    }
    LintRequest request = new LintRequest(paths, List.of(), Optional.empty(), targets);
    Model model = new Compiler().read(request, _ -> {});
    model.failures().forEach(console::complain);
    if (!model.failures().isEmpty()) return Optional.empty();
    return Optional.of(
        model.deployments().stream()
            .map(deployment -> new Side(deployment, Optional.empty()))
            .toList());
  }
}
