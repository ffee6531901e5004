package dev.vipc.compile;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.check.ProgramChecks;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diff.DiffResult;
import dev.vipc.diff.Differ;
import dev.vipc.diff.Side;
import dev.vipc.imports.ImportResult;
import dev.vipc.imports.Importer;
import dev.vipc.model.Deployment;
import dev.vipc.proof.ProofCheck;
import dev.vipc.rule.Rule;
import dev.vipc.rule.TextRule;
import dev.vipc.settings.silence.Baseline;
import dev.vipc.settings.silence.Silencing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;

/** The front door: files in, values out; nothing here prints or decides an exit status. */
public final class Compiler {
  private final Formats formats = new Formats();
  private final List<TextRule> textRules = load(TextRule.class);

  /** Made while the files are read. */
  private final CompletableFuture<List<Rule>> rules =
      CompletableFuture.supplyAsync(() -> load(Rule.class), Workers.ASIDE);

  private final InstantSource clock;

  public Compiler() {
    this(InstantSource.system());
  }

  /**
   * @param clock what certificates' ends are compared with
   */
  public Compiler(InstantSource clock) {
    this.clock = clock;
  }

  /** Checks files and folders: each alone, across files, and across nodes. */
  public LintResult lint(LintRequest request) {
    Findings findings = new Findings();
    ProofCheck proof = new ProofCheck();
    Reading reading = new Reading(request, formats, textRules, clock);
    Reporter out = reading.placing(proof.listening(findings));
    Model model = reading.model(out);
    Progress progress = request.circumstances().progress();
    List<Deployment> deployments = model.deployments();
    applied(deployments, progress).forEach(found -> found.forEach(out::report));
    // what any rule has told is known before the first proof
    beyond(deployments, proof, progress).forEach(found -> found.forEach(out::report));
    Optional<Path> file = request.circumstances().baseline();
    Baseline.Read baseline =
        file.map(Baseline::read).orElse(new Baseline.Read(Optional.empty(), List.of()));
    Silencing.Result result =
        reading.silenced(reading.unaccepted(findings.sorted()), baseline.baseline());
    return new LintResult(
        model.files(),
        result.remaining(),
        model.failing(baseline.failures()).failures(),
        model.skipped(),
        reading.targets(),
        result.silenced());
  }

  /** Reads files and folders into deployments; reports what is wrong with each file alone. */
  public Model read(LintRequest request, Reporter out) {
    Reading reading = new Reading(request, formats, textRules, clock);
    return reading.model(reading.placing(out));
  }

  /**
   * Makes one spec of the files of one cluster.
   *
   * @param name what the spec is to be called
   * @param findings what {@link #lint} says of the same files
   */
  public ImportResult importModel(Deployment deployment, String name, List<Diagnostic> findings) {
    return Importer.importModel(deployment, name, findings, this::check);
  }

  /** What differs in meaning between two deployments, and what follows from each difference. */
  public static DiffResult diff(Side before, Side after) {
    return Differ.diff(before, after);
  }

  /** Runs every rule over a deployment, wherever it came from. */
  public void check(Deployment deployment, Reporter out) {
    applied(deployment, Progress.NOBODY).forEach(out::report);
  }

  /** What the rules have against each deployment. */
  private List<List<Diagnostic>> applied(List<Deployment> deployments, Progress progress) {
    if (deployments.size() == 1) return List.of(applied(deployments.getFirst(), progress));
    List<Rule> all = rules.join();
    return Workers.each(
        deployments,
        all,
        () -> all,
        (each, deployment) ->
            each.stream().flatMap(rule -> findings(rule, deployment).stream()).toList(),
        done -> progress.at("checking", done, deployments.size()));
  }

  private List<Diagnostic> applied(Deployment deployment, Progress progress) {
    List<Rule> all = rules.join();
    return Workers.each(
            all,
            deployment,
            () -> deployment,
            (same, rule) -> findings(rule, same),
            done -> progress.at("applying rules", done, all.size()))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Diagnostic> findings(Rule rule, Deployment deployment) {
    List<Diagnostic> found = new ArrayList<>();
    rule.check(deployment, found::add);
    return found;
  }

  private static List<List<Diagnostic>> beyond(
      List<Deployment> deployments, ProofCheck proof, Progress progress) {
    return Workers.each(
        deployments,
        proof,
        () -> proof,
        ProofCheck::beyond,
        done -> progress.at("proving", done, deployments.size()));
  }

  /** What a program's own check would say of its files; no rule is run. */
  public static CheckResult check(CheckRequest request) {
    return ProgramChecks.check(request);
  }

  public List<String> kinds() {
    return formats.kinds();
  }

  private static <T> List<T> load(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
