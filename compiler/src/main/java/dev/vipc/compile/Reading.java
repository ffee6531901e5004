package dev.vipc.compile;

import dev.vipc.check.haproxy.HaproxyLint;
import dev.vipc.check.keepalived.KeepalivedLint;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Format;
import dev.vipc.lower.spec.SpecDocument;
import dev.vipc.lower.spec.SpecFormat;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.model.Deployment;
import dev.vipc.model.InputFile;
import dev.vipc.model.Moment;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.rule.TextRule;
import dev.vipc.settings.Codes;
import dev.vipc.settings.silence.Baseline;
import dev.vipc.settings.silence.Silencing;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.AcceptedFindings;
import dev.vipc.spec.HaSpec;
import dev.vipc.template.Templates;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** One reading of a request's files into deployments, and the settings that hold for them. */
final class Reading {
  private final LintRequest request;
  private final Formats formats;
  private final List<TextRule> textRules;
  private final InstantSource clock;
  private final RunSettings settings;
  private final Targets targets;
  private final Templates templates;
  private final List<HaSpec> specs = new ArrayList<>();
  private List<Input> inputs = List.of();

  Reading(LintRequest request, Formats formats, List<TextRule> textRules, InstantSource clock) {
    this.request = request;
    this.formats = formats;
    this.textRules = textRules;
    this.clock = clock;
    settings = new RunSettings(request.paths());
    targets = settings.targets(request.targets());
    templates = new Templates(request.circumstances().variables());
  }

  /** The versions that the files are checked for, stated anywhere. */
  Targets targets() {
    return targets;
  }

  /** Takes findings on what templates write to their places in the templates. */
  Reporter placing(Reporter out) {
    return templates.at(out);
  }

  /** Reads everything; reports what is wrong with each file alone. */
  Model model(Reporter out) {
    Optional<Format> forced = request.as().flatMap(formats::named);
    if (request.as().isPresent() && forced.isEmpty())
      return Model.failed(
          "--as %s: not one of %s"
              .formatted(request.as().get(), String.join(", ", formats.kinds())));
    InputFinder finder =
        new InputFinder(formats, forced, templates, request.circumstances().changed());
    int root = 0;
    for (Path path : request.paths()) finder.add(path, root++);
    for (SourceFile text : request.texts()) finder.add(text, root++);
    inputs = finder.found();
    settings.findings().forEach(out::report);
    templates.report(out);
    return assemble(finder, out).failing(settings.failures()).failing(templates.failures());
  }

  private Model assemble(InputFinder finder, Reporter out) {
    List<Input> grouped = inputs.stream().filter(input -> !isSpec(input)).toList();
    Grouping grouping = new Grouping(grouped, settings.nodes(request.circumstances().nodes()));
    Map<Input, Parts> parts = new IdentityHashMap<>();
    List<KeepalivedLint.Seen> keepalived = new ArrayList<>();
    List<LintResult.ReadFile> files = new ArrayList<>();
    Inclusions inclusions = new Inclusions();
    List<FileReader.Read> all = readAll();
    for (Input input : inputs) {
      FileReader.Read read = all.get(files.size());
      boolean part = input.format().kind().equals("haproxy") && grouping.hasTwin(input);
      Reporter of = inclusions.reporting(input, part ? withoutTheWhole(out) : out);
      read.findings().forEach(of::report);
      inclusions.add(read.parts());
      parts.put(
          input, read.parts().and(Parts.of(new InputFile(input.file(), input.format().kind()))));
      read.seen().ifPresent(keepalived::add);
      files.add(
          new LintResult.ReadFile(
              templates.written(input.file()).path(),
              input.format().kind(),
              input.format().program(),
              grouping.nodeName(input)));
    }
    KeepalivedLint.report(keepalived, out);
    inclusions.settle(parts);
    Parts now = Parts.of(new Moment(clock.instant(), Moment.USUAL_HORIZON));
    List<Deployment> deployments = new ArrayList<>();
    if (!grouped.isEmpty() || inputs.isEmpty())
      for (Grouping.DeploymentFiles group : grouping.deployments())
        deployments.add(deployment(group, parts, now));
    for (Input input : inputs)
      for (SpecDocument document : parts(parts, input).all(SpecDocument.class)) {
        specs.add(document.spec());
        deployments.add(ofSpec(document.spec(), input));
      }
    return new Model(deployments, files, finder.failures(), finder.skipped());
  }

  private List<FileReader.Read> readAll() {
    Progress progress = request.circumstances().progress();
    return Workers.each(
        inputs,
        reader(formats),
        () -> reader(new Formats()),
        FileReader::read,
        done -> progress.at("reading", done, inputs.size()));
  }

  private FileReader reader(Formats own) {
    return new FileReader(own, textRules, targets, request.configId(), settings);
  }

  private static boolean isSpec(Input input) {
    return input.format() instanceof SpecFormat;
  }

  private static Parts parts(Map<Input, Parts> parts, Input input) {
    return Objects.requireNonNull(parts.get(input));
  }

  /** What the spec states itself goes before what its surroundings state. */
  private Deployment ofSpec(HaSpec spec, Input input) {
    Deployment own = SpecLowering.lower(spec);
    List<Input> alone = List.of(input);
    return new Deployment(
        own.nodes(),
        own.shared(),
        own.facts().and(settings.facts(alone)),
        own.targets().or(targets),
        settings.thresholds(alone));
  }

  /** What is left of the findings when those that the specs accept are taken out. */
  List<Diagnostic> unaccepted(List<Diagnostic> findings) {
    List<Diagnostic> left = findings;
    for (HaSpec spec : specs) {
      List<Diagnostic> own = left.stream().filter(found -> isOf(spec, found)).toList();
      List<Diagnostic> now = new ArrayList<>(left);
      now.removeAll(own);
      now.addAll(AcceptedFindings.remaining(spec, own));
      left = now;
    }
    Findings sorted = new Findings();
    left.forEach(sorted::report);
    return specs.isEmpty() ? findings : sorted.sorted();
  }

  /** Several haproxy.cfg of one node may be those of one run. */
  private static Reporter withoutTheWhole(Reporter out) {
    return finding -> {
      if (!HaproxyLint.isOfTheWhole(finding)) out.report(finding);
    };
  }

  private Deployment deployment(
      Grouping.DeploymentFiles group, Map<Input, Parts> parts, Parts now) {
    List<Node> nodes =
        group.nodes().stream()
            .map(node -> new Node(node.name(), merge(node.files(), parts)))
            .toList();
    List<Input> all =
        Stream.concat(
                group.nodes().stream().flatMap(node -> node.files().stream()),
                group.shared().stream())
            .toList();
    return new Deployment(
        nodes,
        merge(group.shared(), parts).and(now),
        settings.facts(all),
        targets,
        settings.thresholds(all));
  }

  private static Parts merge(List<Input> inputs, Map<Input, Parts> parts) {
    return inputs.stream().map(parts::get).reduce(Parts.NONE, Parts::and);
  }

  /** What is left of the findings when those that somebody accepted are taken out. */
  Silencing.Result silenced(List<Diagnostic> findings, Optional<Baseline> baseline) {
    List<Silencing.Subject> subjects = new ArrayList<>(inputs.size());
    for (Input input : inputs)
      subjects.add(
          new Silencing.Subject(
              templates.written(input.file()), input.format().commentSigns(), settings.of(input)));
    return new Silencing(subjects, baseline, Reading::isKnown)
        .apply(findings, settings::wholeFolder);
  }

  private static boolean isOf(HaSpec spec, Diagnostic finding) {
    return finding.span().file().equals(spec.file());
  }

  private static boolean isKnown(String code) {
    return new Catalogue().all().stream().anyMatch(rule -> Codes.match(code, rule));
  }
}
