package dev.vipc.golden;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.ArtifactWriter;
import dev.vipc.imports.ImportResult;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.HaSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that are imported and built again: {@code cases/import/NAME/files}, or files outside of the
 * project.
 *
 * @param approved where the approved spec and notes lie; absent for files of others
 */
record ImportCase(String name, Path files, Optional<Path> approved) {
  /**
   * What importing and building gave.
   *
   * @param files what was read
   */
  record Imported(List<SourceFile> files, ImportResult result, HaSpec spec, ArtifactSet artifacts) {
    /** Writes what was built below a folder. */
    void writeTo(Path target) throws IOException {
      new ArtifactWriter(target).write(artifacts, true);
    }
  }

  /** The project's own cases and examples. */
  static Stream<ImportCase> own() {
    Stream<ImportCase> cases =
        Cases.under("import").stream()
            .filter(folder -> Files.isDirectory(folder.resolve("files")))
            .map(
                folder ->
                    new ImportCase(
                        folder.getFileName().toString(),
                        folder.resolve("files"),
                        Optional.of(folder)));
    return Stream.concat(
        cases,
        Stream.of(
            new ImportCase(
                "example-broken",
                Path.of("..", "examples", "broken"),
                Optional.of(Path.of("cases", "import", "example-broken")))));
  }

  /** A guide's files; using them skips the test where they are absent. */
  static Stream<ImportCase> guides() {
    return Stream.of("seeds/lb-trio", "seeds/kubeadm-ha/filled")
        .map(path -> new ImportCase(path, Path.of("../../shared", path), Optional.empty()));
  }

  static Stream<ImportCase> all() {
    return Stream.concat(own(), guides());
  }

  /** Where the files are; the test is skipped, with the reason, where others' are absent. */
  Path present() {
    return approved.isPresent() ? files : Seeds.shared(name);
  }

  Imported run() {
    Compiler compiler = new Compiler();
    Findings findings = new Findings();
    Path folder = present();
    Model model =
        compiler.read(
            new LintRequest(List.of(folder), List.of(), Optional.empty(), Targets.NONE), findings);
    if (!model.failures().isEmpty() || model.deployments().size() != 1)
      throw new AssertionError(name + ": " + model.failures());
    compiler.check(model.deployments().getFirst(), findings);
    ImportResult result =
        compiler.importModel(
            model.deployments().getFirst(), name.replace('/', '-'), findings.sorted());
    EmitCase.Built built = EmitCase.build(new SourceFile("ha.yaml", result.yaml()));
    if (built.artifacts().isEmpty())
      throw new AssertionError(result.yaml() + "\n" + built.findings());
    return new Imported(
        model.files().stream().map(file -> read(file.path())).toList(),
        result,
        built.spec().orElseThrow(),
        built.artifacts().orElseThrow());
  }

  private static SourceFile read(String path) {
    try {
      return new SourceFile(path, Files.readString(Path.of(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
