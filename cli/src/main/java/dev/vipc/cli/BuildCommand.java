package dev.vipc.cli;

import dev.vipc.cli.report.Release;
import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Workers;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.ArtifactWriter;
import dev.vipc.emit.Build;
import dev.vipc.emit.Drift;
import dev.vipc.emit.Secrets;
import dev.vipc.emit.TemplateEngine;
import dev.vipc.lower.spec.SpecFormat;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Unreadable;
import dev.vipc.spec.AcceptedFindings;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecLoader;
import dev.vipc.spec.SpecWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vipc build}: a spec to artifacts, one folder a node. */
@Command(name = "build", description = "Make every file that each node needs from a spec.")
final class BuildCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "SPEC", description = "The HA spec, such as ha.yaml.")
  private Path file = Path.of("ha.yaml");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the files go: a folder a node.")
  private @Nullable Path output;

  @Option(
      names = "--check",
      description = "Write nothing; show how DIR is not what the spec says, and exit with 1.")
  private boolean check;

  @Option(names = "--diff", description = "Show how files change.")
  private boolean diff;

  @Option(
      names = "--explain",
      description = "Print the spec with every default filled in and where each came from.")
  private boolean explain;

  @Option(
      names = "--prune",
      description = "Remove files that an earlier build wrote and the spec no longer asks for.")
  private boolean prune;

  @Spec private CommandSpec command;

  /** The annotated fields are picocli's to set. */
  @SuppressWarnings("NullAway.Init")
  BuildCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (output == null && !explain)
      throw new ParameterException(command.commandLine(), "build needs -o DIR (or --explain)");
    Inputs.Text text = Inputs.read(file);
    if (text instanceof Inputs.Text.Unreadable(var why)) {
      console.complain(why);
      return ExitStatus.FAILED;
    }
    return build(((Inputs.Text.Read) text).file());
  }

  private int build(SourceFile source) throws IOException {
    // what the templates need is made while the spec is read
    CompletableFuture<TemplateEngine> templates =
        CompletableFuture.supplyAsync(TemplateEngine::new, Workers.ASIDE);
    Findings findings = new Findings();
    Optional<HaSpec> spec = SpecLoader.load(source, findings);
    if (spec.isPresent() && explain) {
      console.out().print(SpecWriter.explained(spec.get()));
      return ExitStatus.CLEAN;
    }
    Secrets secrets = new Secrets(System.getenv(), folder());
    Optional<ArtifactSet> artifacts =
        spec.isPresent() ? emit(spec.get(), secrets, templates.join(), findings) : Optional.empty();
    List<Diagnostic> shown =
        spec.map(read -> AcceptedFindings.remaining(read, findings.sorted()))
            .orElseGet(findings::sorted);
    report(source, shown);
    boolean stopped = shown.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    return stopped || artifacts.isEmpty()
        ? ExitStatus.FINDINGS
        : deliver(artifacts.get(), new ArtifactWriter(output(), secrets.texts()));
  }

  /** The spec's, which its files are relative to. */
  private Path folder() {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  /** Runs the rules over what the spec means, and beside them the emitters. */
  private static Optional<ArtifactSet> emit(
      HaSpec spec, Secrets secrets, TemplateEngine templates, Findings findings)
      throws IOException {
    CompletableFuture<List<Diagnostic>> checked =
        CompletableFuture.supplyAsync(
            () -> {
              Findings found = new Findings();
              new Compiler().check(SpecLowering.lower(spec), found);
              return found.sorted();
            },
            Workers.ASIDE);
    Optional<ArtifactSet> artifacts =
        Build.run(spec, Release.number(), secrets, templates, findings);
    checked.join().forEach(findings::report);
    return artifacts;
  }

  private void report(SourceFile source, List<Diagnostic> shown) {
    if (shown.isEmpty()) return;
    Report.of(Report.Format.text, console.colour())
        .write(LintResult.ofOne(source, SpecFormat.KIND, shown), console.out());
  }

  private int deliver(ArtifactSet artifacts, ArtifactWriter writer) {
    try {
      return check ? compare(writer.drift(artifacts)) : written(writer.write(artifacts, prune));
    } catch (IOException e) {
      console.complain("build: " + Unreadable.why(output().toString(), e));
      return ExitStatus.FAILED;
    }
  }

  private int compare(List<Drift> drift) {
    for (Drift change : drift) {
      console.out().println(change);
      console.out().print(change.diff());
    }
    if (drift.isEmpty()) return ExitStatus.CLEAN;
    console.complain(
        "build: %d of the files in %s are not as the spec says; `vipc build %s -o %s` writes them"
            .formatted(drift.size(), output(), file, output()));
    return ExitStatus.FINDINGS;
  }

  private int written(List<Drift> drift) {
    for (Drift change : drift) {
      console.out().println(done(change));
      if (diff) console.out().print(change.diff());
    }
    if (drift.stream().noneMatch(change -> change.kind() == Drift.Kind.FOREIGN))
      return ExitStatus.CLEAN;
    console.complain("build: nothing was written; move the file away, or choose another folder");
    return ExitStatus.FINDINGS;
  }

  private Path output() {
    return Objects.requireNonNull(output);
  }

  private String done(Drift change) {
    return switch (change.kind()) {
      case MISSING, CHANGED -> "wrote " + change.name();
      case MODE -> "set the permissions of " + change.name();
      case STALE -> prune ? "removed " + change.name() : change + "; --prune removes it";
      case FOREIGN -> change.toString();
    };
  }
}
