package dev.vipc.cli;

import dev.vipc.cli.report.ProofReport;
import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.lower.spec.SpecFormat;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.model.Deployment;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.proof.ServiceProof;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.Durations;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vipc prove}: what becomes of the address in each fault. */
@Command(
    name = "prove",
    description =
        "Show what happens in each fault; exit with 1 where the service does not survive.")
final class ProveCommand implements Callable<Integer> {
  private static final int MOST_FAULTS = 4;

  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of a deployment, or a spec.")
  private List<Path> paths = List.of();

  @Option(
      names = "--faults",
      paramLabel = "N",
      description = "How many components may fail at once (default: ${DEFAULT-VALUE}).")
  private int faults = ProofRequest.STANDARD.faults();

  @Option(
      names = "--rto",
      paramLabel = "DURATION",
      description = "The longest outage that may be, such as 5s or 500ms.")
  private @Nullable String objective;

  @Option(
      names = "--explain",
      paramLabel = "CASE",
      description = "Walk one case step by step; CASE is its number in the table.")
  private @Nullable Integer explained;

  @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
  private ProofReport.Format format = ProofReport.Format.text;

  @Option(names = "--all", description = "Show every case, not only those that matter.")
  private boolean all;

  @Mixin private TargetOption targets = new TargetOption();
  @Spec private CommandSpec command;

  /** The annotated fields are picocli's to set. */
  @SuppressWarnings("NullAway.Init")
  ProveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ProofRequest request = request();
    Findings findings = new Findings();
    Optional<List<Deployment>> deployments = deployments(findings);
    if (deployments.isEmpty()) return ExitStatus.FAILED;
    List<ServiceProof> proofs = new ArrayList<>();
    for (Deployment deployment : deployments.get())
      proofs.addAll(Prover.prove(deployment, request.in(deployment)));
    if (proofs.isEmpty()) {
      console.complain("prove: no virtual address and no local proxy among these files");
      return ExitStatus.FAILED;
    }
    ProofReport report = new ProofReport(console.out(), console.colour(), all);
    Optional<String> fault = report.write(proofs, request, format, Optional.ofNullable(explained));
    fault.ifPresent(console::complain);
    if (fault.isPresent()) return ExitStatus.FAILED;
    return status(proofs);
  }

  /** A service of which nothing could be proved is work that was not done. */
  private int status(List<ServiceProof> proofs) {
    boolean disproved =
        proofs.stream().anyMatch(proof -> proof.unproved().isEmpty() && !proof.holds());
    if (disproved) return ExitStatus.FINDINGS;
    List<String> unproved = proofs.stream().flatMap(p -> p.unproved().stream()).toList();
    unproved.forEach(why -> console.complain("prove: " + why));
    return unproved.isEmpty() ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }

  private ProofRequest request() {
    if (faults < 0 || faults > MOST_FAULTS)
      throw new ParameterException(
          command.commandLine(), "--faults: 0 to %d".formatted(MOST_FAULTS));
    return new ProofRequest(faults, Optional.ofNullable(objective).map(this::duration));
  }

  private Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--rto %s: write it as 5s, 1500ms or 1m".formatted(text)));
  }

  /** Absent where something could not be read; a spec is one deployment. */
  private Optional<List<Deployment>> deployments(Findings findings) throws IOException {
    if (paths.size() == 1
        && Inputs.read(paths.getFirst()) instanceof Inputs.Text.Read(var source)) {
      Findings own = new Findings();
      Optional<HaSpec> spec =
          SpecLoader.isSpec(source) ? SpecLoader.load(source, own) : Optional.empty();
      if (spec.isPresent()) return Optional.of(List.of(SpecLowering.lower(spec.get())));
      if (SpecLoader.isSpec(source)) return refused(source, own.sorted());
    }
    LintRequest request = new LintRequest(paths, List.of(), Optional.empty(), targets.targets());
    Model model = new Compiler().read(request, findings);
    model.failures().forEach(console::complain);
    List<Diagnostic> errors =
        findings.sorted().stream().filter(f -> f.rule().code().startsWith("SYN")).toList();
    if (errors.stream().anyMatch(f -> f.severity() == Severity.ERROR))
      Report.of(Report.Format.text, console.colour())
          .write(
              new LintResult(model.files(), errors, List.of(), model.skipped(), targets.targets()),
              console.err());
    return model.failures().isEmpty() ? Optional.of(model.deployments()) : Optional.empty();
  }

  private Optional<List<Deployment>> refused(SourceFile source, List<Diagnostic> findings) {
    Report.of(Report.Format.text, console.colour())
        .write(LintResult.ofOne(source, SpecFormat.KIND, findings), console.err());
    return Optional.empty();
  }
}
