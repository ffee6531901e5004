package dev.vipc.cli;

import dev.vipc.cli.report.Release;
import dev.vipc.cli.report.Report;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.diff.Side;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.ArtifactWriter;
import dev.vipc.emit.Build;
import dev.vipc.emit.Drift;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.Secrets;
import dev.vipc.emit.runbook.Migration;
import dev.vipc.emit.runbook.Runbook;
import dev.vipc.lower.spec.SpecFormat;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.migrate.Cutover;
import dev.vipc.migrate.MissingNames;
import dev.vipc.migrate.Retarget;
import dev.vipc.migrate.Retargeted;
import dev.vipc.migrate.Target;
import dev.vipc.model.Deployment;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.AcceptedFindings;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vipc migrate}: the files for other programs, and the steps to them. */
@Command(
    name = "migrate",
    description =
        "Make the files for other programs, and a runbook whose every step is proved to keep one holder.")
final class MigrateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of one deployment, or its spec.")
  private List<Path> paths = List.of();

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      required = true,
      completionCandidates = TargetCandidates.class,
      description = "${COMPLETION-CANDIDATES}, or a spec of what shall run.")
  private String to = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where the new spec, the files and runbook.md go.")
  private Path output = Path.of("");

  @Option(
      names = "--router-id",
      paramLabel = "VRID",
      description = "The VRID, 1 to 255, for an address that VRRP did not move before.")
  private @Nullable Integer routerId;

  @Mixin private TargetOption targets = new TargetOption();
  @Spec private CommandSpec command;

  /** The annotated fields are picocli's to set. */
  @SuppressWarnings("NullAway.Init")
  MigrateCommand(Console console) {
    this.console = console;
  }

  /** What runs now. */
  private record Now(Deployment deployment, HaSpec spec) {}

  @Override
  public Integer call() throws IOException {
    Optional<SourceFile> wanted = isTarget() ? Optional.empty() : Sides.specIn(Path.of(to));
    if (wanted.isEmpty()) target();
    if (routerId != null && (routerId < 1 || routerId > 255))
      throw new ParameterException(command.commandLine(), "--router-id: 1 to 255");
    Optional<Now> now = now();
    if (now.isEmpty()) return ExitStatus.FAILED;
    OptionalInt vrid = routerId == null ? OptionalInt.empty() : OptionalInt.of(routerId);
    Retargeted next =
        wanted
            .map(spec -> new Retargeted(spec.text(), List.of()))
            .orElseGet(() -> Retarget.of(now.get().spec(), target(), vrid));
    return migrate(now.get(), next);
  }

  private Target target() {
    for (Target target : Target.values()) if (target.word().equals(to)) return target;
    throw new ParameterException(
        command.commandLine(),
        "--to %s: one of %s, or a spec".formatted(to, String.join(", ", TargetCandidates.WORDS)));
  }

  private Optional<Now> now() {
    Sides sides = new Sides(console, targets.targets());
    Optional<List<Side>> read = sides.read(paths);
    if (read.isEmpty()) return Optional.empty();
    if (read.get().size() != 1) {
      console.complain(
          "migrate: these are %d deployments, by their folders; name the folders of one"
              .formatted(read.get().size()));
      return Optional.empty();
    }
    Side side = read.get().getFirst();
    SourceFile source = side.spec().orElseGet(() -> imported(side.deployment()));
    return sides.spec(source).map(spec -> new Now(side.deployment(), spec));
  }

  private SourceFile imported(Deployment deployment) {
    Compiler compiler = new Compiler();
    Findings findings = new Findings();
    compiler.check(deployment, findings);
    String name = ImportCommand.nameOf(paths.getFirst());
    return new SourceFile(
        "ha.yaml", compiler.importModel(deployment, name, findings.sorted()).yaml());
  }

  private int migrate(Now now, Retargeted retargeted) throws IOException {
    SourceFile text = new SourceFile("ha.yaml", retargeted.yaml());
    Findings findings = new Findings();
    Optional<HaSpec> spec = SpecLoader.load(text, findings);
    if (spec.isEmpty()) return refused(text, findings.sorted());
    if (spec.get().virtualAddresses().isEmpty() && !mayLackAddress()) {
      console
          .out()
          .println(
              "refused: no virtual address is known, and --to %s moves one: write `virtualAddresses` into a spec of what shall run, and migrate with --to that"
                  .formatted(to));
      return ExitStatus.FINDINGS;
    }
    if (isTarget() && Retarget.exchangesNothing(now.spec(), spec.get())) {
      console
          .out()
          .println(
              "refused: every machine runs what --to %s means already; to change something else, give a spec of what shall run"
                  .formatted(to));
      return ExitStatus.FINDINGS;
    }
    Deployment next = SpecLowering.lower(spec.get());
    new Compiler().check(next, findings);
    Secrets secrets = new Secrets(System.getenv(), folder());
    Optional<ArtifactSet> artifacts = Build.run(spec.get(), Release.number(), secrets, findings);
    List<Diagnostic> shown = AcceptedFindings.remaining(spec.get(), findings.sorted());
    if (shown.stream().anyMatch(f -> f.severity() == Severity.ERROR) || artifacts.isEmpty())
      return refused(text, shown);
    return switch (Cutover.plan(now.deployment(), now.spec(), next, spec.get())) {
      case Cutover.Planned plan -> {
        Migration migration =
            new Migration(
                paths.stream().map(Path::toString).toList(),
                to,
                now.spec(),
                spec.get(),
                artifacts.get(),
                plan,
                retargeted.notes(),
                MissingNames.of(now.deployment(), now.spec(), spec.get()));
        yield deliver(migration, retargeted);
      }
      case Cutover.Refused refused -> {
        refused.why().forEach(why -> console.out().println("refused: " + why));
        yield ExitStatus.FINDINGS;
      }
    };
  }

  private boolean mayLackAddress() {
    return to.equals(Target.LOCAL_HAPROXY.word()) || !isTarget();
  }

  private boolean isTarget() {
    return TargetCandidates.WORDS.contains(to);
  }

  /** Files of the spec are relative to it. */
  private Path folder() {
    Path first = isTarget() ? Sides.meant(paths).getFirst() : Path.of(to);
    return Sides.specIn(first).isPresent()
        ? Optional.ofNullable(first.getParent()).orElse(Path.of(""))
        : Path.of("");
  }

  private int refused(SourceFile text, List<Diagnostic> findings) {
    Report.of(Report.Format.text, console.colour())
        .write(LintResult.ofOne(text, SpecFormat.KIND, findings), console.out());
    console.complain("migrate: the new spec does not build, so nothing was written; its text:");
    console.err().print(text.text());
    return ExitStatus.FINDINGS;
  }

  private int deliver(Migration migration, Retargeted retargeted) throws IOException {
    String mark = "<!-- made by vipc %s -->\n".formatted(Release.number());
    List<Artifact> all = new ArrayList<>(migration.artifacts().artifacts());
    all.add(new Artifact(Path.of("ha.yaml"), retargeted.yaml(), FileMode.PLAIN));
    all.add(new Artifact(Path.of("runbook.md"), Runbook.of(migration) + mark, FileMode.PLAIN));
    ArtifactWriter writer = new ArtifactWriter(output);
    List<Drift> drift = writer.write(new ArtifactSet(all), false);
    boolean foreign = drift.stream().anyMatch(change -> change.kind() == Drift.Kind.FOREIGN);
    for (Drift change : drift)
      console.out().println(foreign ? change.toString() : "wrote " + change.name());
    if (foreign)
      console.complain(
          "migrate: nothing was written; move the file away, or choose another folder");
    return foreign ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }
}
