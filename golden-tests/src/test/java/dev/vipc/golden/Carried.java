package dev.vipc.golden;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.emit.Artifact;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for lines of imported files that neither a note names nor what was built of the spec holds.
 * It knows nothing of how import decides.
 */
final class Carried {
  /** Two words of keepalived for one thing, which stands in another block. */
  private static final Map<String, String> SAME =
      Map.of("vrrp_version", "version", "script_user", "user", "vrrp_mcast_group4", "mcast_dst_ip");

  private static final String ENDPOINT =
      ".static_resources.clusters.load_assignment.endpoints.lb_endpoints.endpoint.address";

  private static final String ENVOY = ".*/envoy\\.(yaml|json)";

  private final ImportCase.Imported imported;
  private final List<Span> noted;

  /** Names that build gives another form, by the notes that say so. */
  private final Set<String> renamed;

  Carried(ImportCase.Imported imported) {
    this.imported = imported;
    this.noted =
        imported.result().notes().stream()
            .flatMap(
                note ->
                    Stream.concat(Stream.of(note.span()), note.labels().stream().map(Label::span)))
            .toList();
    this.renamed =
        imported.result().notes().stream()
            .filter(note -> note.message().contains("` is written as "))
            .map(note -> note.message().split("`")[1])
            .map(old -> old.substring(old.indexOf(' ') + 1))
            .collect(Collectors.toSet());
  }

  /** The lines that went silently, each with its place. */
  List<String> lost() {
    List<String> lost = new ArrayList<>();
    for (SourceFile file : imported.files()) {
      if (isYaml(file.path())) continue;
      if (file.path().matches(ENVOY)) {
        Set<String> built = builtScalars(file);
        YamlSyntax.parse(file, _ -> {}).forEach(node -> yaml(file, node, "", built, lost));
      } else if (file.path().endsWith(".sh")) script(file, lost);
      else if (file.path().endsWith("/hosts")) hosts(file, lost);
      else lines(file, lost);
    }
    yaml(lost);
    return lost;
  }

  /** A script is not read into the spec: some note has to speak of it. */
  private void script(SourceFile file, List<String> lost) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    boolean named =
        imported.result().notes().stream().map(Diagnostic::message).anyMatch(m -> m.contains(name));
    if (!named) lost.add(file.path());
  }

  /** Names and addresses are the spec's nodes. */
  private void hosts(SourceFile file, List<String> lost) {
    for (String line : file.text().lines().toList())
      for (String word : words(line))
        if (!imported.result().yaml().contains(word)) lost.add(file.path() + ": " + word);
  }

  private void lines(SourceFile file, List<String> lost) {
    Set<Integer> notedLines = notedLines(file);
    List<Set<String>> built = builtLines(file);
    List<String> lines = file.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      List<String> words = words(lines.get(i));
      boolean carried =
          words.isEmpty()
              || lines.get(i).strip().matches("[a-z_]+ *\\{")
              || notedLines.contains(i + 1)
              || built.stream().anyMatch(line -> holds(line, words));
      if (!carried) lost.add("%s:%d: %s".formatted(file.path(), i + 1, lines.get(i).strip()));
    }
  }

  private Set<Integer> notedLines(SourceFile file) {
    return noted.stream()
        .filter(span -> span.file().path().equals(file.path()))
        .flatMap(
            span ->
                Stream.iterate(
                    span.startPosition().line(), n -> n <= span.endPosition().line(), n -> n + 1))
        .collect(Collectors.toSet());
  }

  /** The lines of what was built for the same node and program. */
  private List<Set<String>> builtLines(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    Set<String> ofEveryServer =
        imported.artifacts().artifacts().stream()
            .flatMap(artifact -> artifact.text().lines())
            .filter(line -> line.strip().startsWith("default-server"))
            .flatMap(line -> words(line).stream())
            .collect(Collectors.toSet());
    return imported.artifacts().artifacts().stream()
        .filter(artifact -> artifact.name().endsWith("/" + name))
        .filter(artifact -> file.path().contains("/" + artifact.path().getName(0) + "/"))
        .map(Artifact::text)
        .flatMap(String::lines)
        .map(line -> words(line).stream().map(Carried::same).collect(Collectors.toSet()))
        .map(line -> line.contains("server") ? union(line, ofEveryServer) : line)
        .toList();
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }

  /** An address may have got its prefix. */
  private boolean holds(Set<String> line, List<String> words) {
    return words.stream()
        .filter(word -> !renamed.contains(word))
        .map(Carried::same)
        .allMatch(
            word -> line.contains(word) || line.stream().anyMatch(w -> w.startsWith(word + "/")));
  }

  private static String same(String word) {
    return SAME.getOrDefault(word, word);
  }

  /** Without comments, quotes and braces; times in milliseconds. */
  private static List<String> words(String line) {
    return Stream.of(line.replaceFirst("(^|\\s)[#!].*", "").split("[\\s{};\"]+"))
        .filter(word -> !word.isEmpty())
        .map(Carried::inMillis)
        .distinct()
        .toList();
  }

  private static String inMillis(String word) {
    if (!word.matches("\\d+(ms|s|m|h)")) return word;
    long number = Long.parseLong(word.replaceAll("\\D", ""));
    return switch (word.replaceAll("\\d", "")) {
      case "s" -> "" + number * 1000;
      case "m" -> "" + number * 60_000;
      case "h" -> "" + number * 3_600_000;
      default -> "" + number;
    };
  }

  private void yaml(
      SourceFile file, YamlNode node, String path, Set<String> built, List<String> lost) {
    switch (node) {
      case YamlNode.Scalar scalar -> {
        boolean carried =
            scalar.value().isEmpty()
                || imported.result().yaml().contains(scalar.value().replaceFirst("^v(?=\\d)", ""))
                || built.contains(path + " " + scalar.value().toLowerCase(Locale.ROOT));
        if (!carried) lost.add("%s: %s".formatted(scalar.span(), scalar.value()));
      }
      case YamlNode.Sequence sequence ->
          sequence.items().forEach(item -> yaml(file, item, path, built, lost));
      case YamlNode.Mapping mapping -> {
        for (YamlNode.Entry entry : mapping.entries())
          if (!isNoted(entry.key().span()) && !isForm(entry))
            yaml(file, entry.value(), path + "." + snake(entry), built, lost);
      }
    }
  }

  /**
   * Each path of keys, with the value that stands there, of the bootstrap that was built for the
   * node of an Envoy's file; empty for other files.
   */
  private Set<String> builtScalars(SourceFile file) {
    Set<String> found = new HashSet<>();
    imported.artifacts().artifacts().stream()
        .filter(artifact -> artifact.name().endsWith("/etc/envoy/envoy.yaml"))
        .filter(artifact -> file.path().contains("/" + artifact.path().getName(0) + "/"))
        .flatMap(
            artifact ->
                YamlSyntax.parse(new SourceFile("built", artifact.text()), _ -> {}).stream())
        .forEach(root -> scalars(root, "", found));
    // the v2 API has the servers' addresses in another place
    Set<String> old =
        found.stream()
            .filter(scalar -> scalar.startsWith(ENDPOINT))
            .map(scalar -> scalar.replace(ENDPOINT, ".static_resources.clusters.hosts"))
            .collect(Collectors.toSet());
    found.addAll(old);
    return found;
  }

  private static void scalars(YamlNode node, String path, Set<String> found) {
    switch (node) {
      // words of an enumeration may be written in any case
      case YamlNode.Scalar scalar ->
          found.add(path + " " + scalar.value().toLowerCase(Locale.ROOT));
      case YamlNode.Sequence sequence ->
          sequence.items().forEach(item -> scalars(item, path, found));
      case YamlNode.Mapping mapping ->
          mapping
              .entries()
              .forEach(entry -> scalars(entry.value(), path + "." + snake(entry), found));
    }
  }

  /** A field of protobuf's JSON in the form of its definition. */
  private static String snake(YamlNode.Entry entry) {
    return entry.key().value().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** What says which kind of document it is, and the name of a pod that build writes anew. */
  private static boolean isForm(YamlNode.Entry entry) {
    return Set.of("apiVersion", "kind", "metadata", "hostNetwork").contains(entry.key().value())
        || entry.key().value().equals("name");
  }

  private boolean isNoted(Span key) {
    return noted.stream()
        .anyMatch(
            span ->
                span.file().path().equals(key.file().path())
                    && span.start() <= key.start()
                    && key.end() <= span.end());
  }

  private void yaml(List<String> lost) {
    List<SourceFile> files = imported.files().stream().filter(file -> isYaml(file.path())).toList();
    List<SourceFile> built =
        imported.artifacts().artifacts().stream()
            .filter(artifact -> isYaml(artifact.name()))
            .map(artifact -> new SourceFile(artifact.name(), artifact.text()))
            .toList();
    for (YamlValues.Value value : new YamlLedger(files, built, imported.result().notes()).lost())
      lost.add(value.place() + ": " + value.name());
  }

  private static boolean isYaml(String path) {
    return path.endsWith(".yaml") && !path.matches(ENVOY);
  }
}
