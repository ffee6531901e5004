package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.compile.Catalogue;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.settings.Codes;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private List<String> only = List.of();

  @Option(
      names = {"-q", "--quiet"},
      description = "Write the findings alone: no summary and no progress.")
  private boolean quiet;

  @Option(
      names = "--summary",
      description = "Count the findings of each rule instead of showing them (format text).")
  private boolean summary;

  @Option(
      names = "--since",
      paramLabel = "GIT-REF",
      description = "Report only what is in files that changed since this revision.")
  private @Nullable String since;

  @Option(
      names = "--node",
      paramLabel = "NAME=PATH",
      description = "These files are the machine's of this name, whatever their folders.")
  private List<String> nodes = List.of();

  @Option(
      names = "--vars",
      paramLabel = "FILE",
      description =
          "Render *.j2 templates with these variables (YAML, JSON, or an inventory in YAML).")
  private List<Path> variables = List.of();

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Leave out the findings that this file accepts.")
  private @Nullable Path baseline;

  @Option(
      names = "--write-baseline",
      paramLabel = "FILE",
      description = "Write the findings to this file as accepted.")
  private @Nullable Path writeBaseline;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why: with --write-baseline.")
  private @Nullable String reason;

  @Option(names = "--fix", description = "Edit the files: apply the fixes that keep the meaning.")
  private boolean fix;

  @Option(names = "--unsafe", description = "With --fix: also those that change behaviour.")
  private boolean unsafe;

  @Option(names = "--diff", description = "With --fix: write nothing, show what would change.")
  private boolean diff;

  @Mixin private TargetOption targets = new TargetOption();

  @Spec private CommandSpec spec;

  /** Set by picocli before {@link #call}. */
  @SuppressWarnings("NullAway.Init")
  LintCommand(Console console) {
    this.console = console;
  }

  @Option(
      names = "--only",
      paramLabel = "CODE",
      split = ",",
      completionCandidates = CodeCandidates.class,
      description = "Report only these codes; an area such as KA stands for all of its codes.")
  void setOnly(List<String> codes) {
    List<String> wanted =
        codes.stream().map(code -> code.strip().toUpperCase(Locale.ROOT)).toList();
    Collection<RuleMeta> rules = new Catalogue().all();
    for (String code : wanted)
      if (rules.stream().noneMatch(rule -> Codes.match(code, rule)))
        throw usage("--only %s: no code that vipc knows; `vipc rules` lists them".formatted(code));
    only = wanted;
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
            report.failOn(),
            extras())
        .run(console);
  }

  private LintExtras extras() {
    if (summary && report.format() != Report.Format.text)
      throw usage("--summary goes with --format text; the other formats have a summary or none");
    if (reason != null && writeBaseline == null)
      throw usage("--reason needs --write-baseline FILE");
    return new LintExtras(
        quiet,
        summary,
        Optional.ofNullable(since),
        stated(),
        values(),
        Optional.ofNullable(baseline),
        Optional.ofNullable(writeBaseline),
        Optional.ofNullable(reason),
        fixes());
  }

  private LintExtras.Fixes fixes() {
    if (!fix && (unsafe || diff)) throw usage((diff ? "--diff" : "--unsafe") + " needs --fix");
    if (fix && paths.contains("-"))
      throw usage("--fix edits files, and standard input is none; name the file");
    if (fix && writeBaseline != null) throw usage("--fix and --write-baseline: one at a time");
    return new LintExtras.Fixes(fix, diff, unsafe);
  }

  private Map<String, List<Path>> stated() {
    Map<String, List<Path>> stated = new LinkedHashMap<>();
    for (String node : nodes) {
      int sign = node.indexOf('=');
      if (sign <= 0 || sign == node.length() - 1)
        throw usage("--node %s: write a name, =, and a path".formatted(node));
      stated
          .computeIfAbsent(node.substring(0, sign), _ -> new ArrayList<>())
          .add(Path.of(node.substring(sign + 1)));
    }
    return stated;
  }

  private List<SourceFile> values() {
    List<SourceFile> values = new ArrayList<>();
    for (Path file : variables)
      switch (Inputs.read(file)) {
        case Inputs.Text.Read(var read) -> values.add(read);
        case Inputs.Text.Unreadable(var why) -> throw usage("--vars " + why);
      }
    return values;
  }

  private ParameterException usage(String complaint) {
    return new ParameterException(spec.commandLine(), complaint);
  }
}
