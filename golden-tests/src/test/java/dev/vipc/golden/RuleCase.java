package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintRequest.Circumstances;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Model;
import dev.vipc.compile.Progress;
import dev.vipc.convert.kubeadm.KubeadmConversion;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.proof.Case;
import dev.vipc.proof.ProofFindings;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.spec.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What vipc says of one side of a case, {@code reports/} or {@code silent/}. Linted, unless a file
 * beside the sides is named after another command and holds its arguments: {@code check} (a program
 * and a version), {@code build} (nothing; of {@code ha.yaml}), {@code import} (nothing), {@code
 * fmt} (a version of kubeadm's configuration; of {@code kubeadm.yaml}), {@code prove} (the
 * objective). A file {@code targets} holds what {@code --target} would, {@code variables.yaml} what
 * {@code --vars} would.
 */
final class RuleCase {
  private RuleCase() {}

  static LintResult run(Path folder, String side) throws IOException {
    Path files = folder.resolve(side);
    Optional<String> check = arguments(folder, "check");
    if (check.isPresent()) return check(files, check.get().split(" "));
    if (arguments(folder, "build").isPresent()) return build(files.resolve("ha.yaml"));
    if (arguments(folder, "import").isPresent()) return imported(files);
    Optional<String> fmt = arguments(folder, "fmt");
    if (fmt.isPresent()) return converted(files.resolve("kubeadm.yaml"), fmt.get());
    Optional<String> prove = arguments(folder, "prove");
    return prove.isPresent() ? proved(files, prove.get()) : lint(folder, files);
  }

  private static Optional<String> arguments(Path folder, String command) throws IOException {
    Path file = folder.resolve(command);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  private static LintResult lint(Path folder, Path files) throws IOException {
    var request =
        new LintRequest(
            List.of(files),
            List.of(),
            Optional.empty(),
            targets(folder),
            Optional.empty(),
            circumstances(folder, files));
    LintResult result = new Compiler().lint(request);
    assertEquals(List.of(), result.failures());
    return result;
  }

  /** A {@code baseline.json} in the linted folder is the baseline. */
  private static Circumstances circumstances(Path folder, Path files) throws IOException {
    Optional<Path> baseline = Optional.of(files.resolve("baseline.json")).filter(Files::exists);
    return new Circumstances(Map.of(), baseline, Map.of(), variables(folder), Progress.NOBODY);
  }

  private static List<SourceFile> variables(Path folder) throws IOException {
    Path file = folder.resolve("variables.yaml");
    return Files.exists(file)
        ? List.of(new SourceFile(file.toString(), Files.readString(file)))
        : List.of();
  }

  private static Targets targets(Path folder) throws IOException {
    Map<String, Version> versions = new TreeMap<>();
    for (String stated : arguments(folder, "targets").map(text -> text.split(",")).orElse(NONE)) {
      String[] parts = stated.split("=");
      versions.put(parts[0], Version.parse(parts[1]).orElseThrow());
    }
    return new Targets(versions);
  }

  private static final String[] NONE = {};

  private static LintResult check(Path files, String[] asked) throws IOException {
    Path alone = files.resolve("keepalived.conf");
    Path given = Files.exists(alone) ? alone : files;
    var request = new CheckRequest(asked[0], Version.parse(asked[1]), List.of(given), List.of());
    CheckResult result = Compiler.check(request);
    assertEquals(List.of(), result.failures());
    List<LintResult.ReadFile> read =
        result.files().stream()
            .map(
                file ->
                    new LintResult.ReadFile(
                        file.path(), file.program(), Optional.empty(), Optional.empty()))
            .toList();
    List<Diagnostic> found =
        result.files().stream().flatMap(file -> file.diagnostics().stream()).toList();
    return new LintResult(read, found, List.of(), 0, Targets.NONE);
  }

  private static LintResult build(Path spec) throws IOException {
    SourceFile file = new SourceFile(spec.toString(), Utf8.read(spec));
    Findings findings = new Findings();
    EmitCase.build(file).findings().forEach(findings::report);
    return LintResult.ofOne(file, "ha-spec", findings.sorted());
  }

  private static LintResult imported(Path files) throws IOException {
    Compiler compiler = new Compiler();
    Findings findings = new Findings();
    Model model = read(files, findings);
    Deployment deployment = model.deployments().getFirst();
    compiler.check(deployment, findings);
    List<Diagnostic> notes =
        compiler.importModel(deployment, "imported", findings.sorted()).notes();
    return new LintResult(model.files(), notes, List.of(), model.skipped(), Targets.NONE);
  }

  private static LintResult converted(Path path, String version) throws IOException {
    SourceFile file = new SourceFile(path.toString(), Utf8.read(path));
    KubeadmVersion to = KubeadmVersion.of(version).orElseThrow();
    return LintResult.ofOne(file, "kubeadm", KubeadmConversion.convert(file, to).notes());
  }

  private static LintResult proved(Path files, String objective) throws IOException {
    Model model = read(files, new Findings());
    ProofRequest request = new ProofRequest(1, Durations.parse(objective));
    List<Diagnostic> found =
        Prover.prove(model.deployments().getFirst(), request).stream()
            .flatMap(proof -> disproving(proof.cases()))
            .toList();
    return new LintResult(model.files(), found, List.of(), model.skipped(), Targets.NONE);
  }

  private static Stream<Diagnostic> disproving(List<Case> cases) {
    return cases.stream().flatMap(one -> ProofFindings.of(one).stream());
  }

  private static Model read(Path files, Findings findings) throws IOException {
    Model model = new Compiler().read(LintRequest.of(List.of(files)), findings);
    assertEquals(List.of(), model.failures());
    return model;
  }
}
