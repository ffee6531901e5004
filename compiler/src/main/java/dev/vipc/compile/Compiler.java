package dev.vipc.compile;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.check.ProgramChecks;
import dev.vipc.check.haproxy.HaproxyLint;
import dev.vipc.check.keepalived.KeepalivedLint;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.imports.ImportResult;
import dev.vipc.imports.Importer;
import dev.vipc.lower.Format;
import dev.vipc.model.Deployment;
import dev.vipc.model.Facts;
import dev.vipc.model.Hole;
import dev.vipc.model.Machine;
import dev.vipc.model.Moment;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.rule.Rule;
import dev.vipc.rule.TextRule;
import dev.vipc.settings.Settings;
import dev.vipc.settings.SettingsFile;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** The front door: files in, values out; nothing here prints or decides an exit status. */
public final class Compiler {
  private final Formats formats = new Formats();
  private final List<TextRule> textRules = load(TextRule.class);
  private final List<Rule> rules = load(Rule.class);
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
    Model model = read(request, findings);
    for (Deployment deployment : model.deployments()) check(deployment, findings);
    return new LintResult(
        model.files(), findings.sorted(), model.failures(), model.skipped(), request.targets());
  }

  /** Reads files and folders into deployments; reports what is wrong with each file alone. */
  public Model read(LintRequest request, Reporter out) {
    Optional<Format> forced = request.as().flatMap(formats::named);
    InputFinder finder = new InputFinder(formats, forced);
    if (request.as().isPresent() && forced.isEmpty())
      return Model.failed(
          "--as %s: not one of %s"
              .formatted(request.as().get(), String.join(", ", formats.kinds())));
    int root = 0;
    for (Path path : request.paths()) finder.add(path, root++);
    for (SourceFile text : request.texts()) finder.add(text, root++);
    List<String> failures = new ArrayList<>();
    List<Settings> settings = new ArrayList<>();
    for (Path path : request.paths()) {
      SettingsFile.Read read = SettingsFile.of(path);
      settings.add(read.settings());
      failures.addAll(read.failures());
    }
    Model model = assemble(finder, request, settings, out);
    return failures.isEmpty() ? model : model.failing(failures);
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

  /** Runs every rule over a deployment, wherever it came from. */
  public void check(Deployment deployment, Reporter out) {
    for (Rule rule : rules) rule.check(deployment, out);
  }

  /** What a program's own check would say of its files; no rule is run. */
  public static CheckResult check(CheckRequest request) {
    return new ProgramChecks().check(request);
  }

  public List<String> kinds() {
    return formats.kinds();
  }

  private Model assemble(
      InputFinder finder, LintRequest request, List<Settings> settings, Reporter out) {
    Grouping grouping = new Grouping(finder.found());
    Map<Input, Parts> parts = new IdentityHashMap<>();
    KeepalivedLint keepalived = new KeepalivedLint(request.targets(), request.configId());
    List<LintResult.ReadFile> files = new ArrayList<>();
    Inclusions inclusions = new Inclusions();
    for (Input input : finder.found()) {
      boolean part = input.format().kind().equals("haproxy") && grouping.hasTwin(input);
      Reporter of = part ? withoutTheWhole(out) : out;
      Parts read = readOne(input, request, inclusions.reporting(input, of));
      inclusions.add(read);
      parts.put(input, read);
      if (input.format().kind().equals("keepalived"))
        keepalived.check(input.file(), read.all(Hole.class), machineOf(input, settings));
      files.add(
          new LintResult.ReadFile(
              input.file().path(),
              input.format().kind(),
              input.format().program(),
              grouping.nodeName(input)));
    }
    keepalived.report(out);
    inclusions.settle(parts);
    Parts now = Parts.of(new Moment(clock.instant(), Moment.USUAL_HORIZON));
    List<Deployment> deployments =
        grouping.deployments().stream()
            .map(group -> deployment(group, parts, now, factsFor(group, settings), request))
            .toList();
    return new Model(deployments, files, finder.failures(), finder.skipped());
  }

  private static Machine machineOf(Input input, List<Settings> settings) {
    if (input.root() >= settings.size()) return Machine.UNKNOWN;
    Path path = Path.of(input.file().path()).toAbsolutePath().normalize();
    return settings.get(input.root()).machineOf(path.toString());
  }

  /** Several haproxy.cfg of one node may be those of one run. */
  private static Reporter withoutTheWhole(Reporter out) {
    return finding -> {
      if (!HaproxyLint.isOfTheWhole(finding)) out.report(finding);
    };
  }

  private Parts readOne(Input input, LintRequest request, Reporter out) {
    List<Span> spoilt = new ArrayList<>();
    for (TextRule rule : textRules)
      spoilt.addAll(rule.check(input.file(), input.format().kind(), out));
    Reporter causes = spoilt.isEmpty() ? out : new Consequences(spoilt, out);
    return input.format().read(input.file(), request.targets(), causes);
  }

  private static Deployment deployment(
      Grouping.DeploymentFiles group,
      Map<Input, Parts> parts,
      Parts now,
      Facts facts,
      LintRequest request) {
    List<Node> nodes =
        group.nodes().stream()
            .map(node -> new Node(node.name(), merge(node.files(), parts)))
            .toList();
    return new Deployment(nodes, merge(group.shared(), parts).and(now), facts, request.targets());
  }

  /** What the settings of the paths say that a deployment's files were found in. */
  private static Facts factsFor(Grouping.DeploymentFiles group, List<Settings> settings) {
    Set<Integer> roots = new TreeSet<>();
    group.nodes().forEach(node -> node.files().forEach(input -> roots.add(input.root())));
    group.shared().forEach(input -> roots.add(input.root()));
    Facts facts = Facts.NONE;
    for (int root : roots)
      if (root < settings.size()) facts = facts.and(settings.get(root).facts());
    return facts;
  }

  private static Parts merge(List<Input> inputs, Map<Input, Parts> parts) {
    return inputs.stream().map(parts::get).reduce(Parts.NONE, Parts::and);
  }

  private static <T> List<T> load(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
