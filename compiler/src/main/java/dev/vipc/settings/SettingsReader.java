package dev.vipc.settings;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.BuildOptions;
import dev.vipc.model.Machine;
import dev.vipc.model.Targets;
import dev.vipc.model.Thresholds;
import dev.vipc.model.Version;
import dev.vipc.schema.SchemaCheck;
import dev.vipc.schema.Violation;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From the text of a {@code .vipc.yaml} to the settings. */
final class SettingsReader {
  private static final String SCHEMA = "vipc-settings-v1.schema.json";
  private static final String OFF = "off";

  private SettingsReader() {}

  /**
   * Reads what fits the schema, and reports what does not.
   *
   * @param folder the file's, absolute
   * @param failures takes what fits and has no value, with its place
   */
  static Settings read(SourceFile file, Path folder, Reporter out, Consumer<String> failures) {
    List<YamlNode> documents = YamlSyntax.parse(file, out);
    if (documents.isEmpty()) return Settings.NONE;
    YamlNode root = documents.getFirst();
    for (Violation violation : SchemaCheck.of(SCHEMA).violations(root))
      out.report(violation.as(Reasons.rule(violation)));
    if (!(root instanceof Mapping settings)) return Settings.NONE;
    return new Settings(
        Optional.of(folder),
        grades(settings),
        ignores(settings),
        settings.mapping("thresholds").map(ThresholdsReader::read).orElse(Thresholds.NONE),
        targets(settings),
        byName(settings, "nodes", value -> paths(value, folder)),
        byName(
            settings,
            "variables",
            value -> value instanceof Scalar s ? Optional.of(s.value()) : Optional.empty()),
        byName(
            settings,
            "hosts",
            value -> value instanceof Mapping m ? Optional.of(machine(m)) : Optional.empty()),
        new NetworkReader(failures).read(settings));
  }

  private static <T> Map<String, T> byName(
      Mapping settings, String key, Function<YamlNode, Optional<T>> read) {
    Map<String, T> values = new LinkedHashMap<>();
    for (Entry entry : entries(settings, key))
      read.apply(entry.value()).ifPresent(value -> values.put(entry.key().value(), value));
    return values;
  }

  private static List<Entry> entries(Mapping settings, String key) {
    return settings.mapping(key).map(Mapping::entries).orElse(List.of());
  }

  /** An entry without a reason grades nothing. */
  private static List<Grade> grades(Mapping settings) {
    List<Grade> grades = new ArrayList<>();
    for (Entry entry : entries(settings, "rules"))
      if (entry.value() instanceof Mapping grade && Reasons.has(grade))
        grade
            .scalar("severity")
            .map(Scalar::value)
            .filter(word -> word.equals(OFF) || severity(word).isPresent())
            .ifPresent(word -> grades.add(new Grade(entry.key().located(), severity(word))));
    return grades;
  }

  private static Optional<Severity> severity(String word) {
    for (Severity severity : Severity.values())
      if (severity.name().toLowerCase(Locale.ROOT).equals(word)) return Optional.of(severity);
    return Optional.empty();
  }

  /** An entry without a reason ignores nothing. */
  private static List<Ignore> ignores(Mapping settings) {
    List<Ignore> ignores = new ArrayList<>();
    for (YamlNode item : settings.items("ignore"))
      if (item instanceof Mapping ignore && Reasons.has(ignore))
        ignores.add(
            new Ignore(
                words(ignore.get("code")),
                words(ignore.get("path")).stream()
                    .map(path -> new PathPattern(path.value()))
                    .toList()));
    return ignores;
  }

  /** One word or a list of them. */
  private static List<Located<String>> words(Optional<YamlNode> node) {
    List<YamlNode> items =
        node.map(value -> value instanceof Sequence list ? list.items() : List.of(value))
            .orElse(List.of());
    return items.stream()
        .filter(Scalar.class::isInstance)
        .map(item -> ((Scalar) item).located())
        .toList();
  }

  private static Targets targets(Mapping settings) {
    Map<String, Version> versions = new LinkedHashMap<>();
    Map<String, BuildOptions> builds = new LinkedHashMap<>();
    byName(
            settings,
            "targets",
            value -> value instanceof Scalar s ? Optional.of(s.value()) : Optional.empty())
        .forEach(
            (program, text) -> {
              Optional<Version> version = Version.parse(text);
              if (version.isEmpty() || !Targets.PROGRAMS.contains(program)) return;
              versions.put(program, version.get());
              builds.put(program, BuildOptions.of(text));
            });
    return new Targets(versions, builds);
  }

  private static Optional<List<Path>> paths(YamlNode value, Path folder) {
    List<Path> paths = new ArrayList<>();
    for (Located<String> path : words(Optional.of(value)))
      try {
        paths.add(folder.resolve(path.value()).normalize());
      } catch (InvalidPathException _) {
        // no file has such a name, so none is this machine's
      }
    return Optional.of(paths);
  }

  private static Machine machine(Mapping facts) {
    return new Machine(
        names(facts, "interfaces"),
        names(facts, "users"),
        names(facts, "groups"),
        names(facts, "files"));
  }

  private static Optional<Set<String>> names(Mapping facts, String key) {
    if (facts.get(key).isEmpty()) return Optional.empty();
    return Optional.of(
        facts.items(key).stream()
            .filter(Scalar.class::isInstance)
            .map(item -> ((Scalar) item).value())
            .collect(Collectors.toSet()));
  }
}
