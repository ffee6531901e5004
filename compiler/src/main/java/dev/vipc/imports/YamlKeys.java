package dev.vipc.imports;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides for every key of a YAML document what becomes of it: a note, or nothing to say. */
final class YamlKeys {
  /** A list that says something by being empty: kubeadm then leaves the node without a taint. */
  private static final Set<String> TELLING = Set.of("nodeRegistration.taints");

  private final String document;
  private final Map<String, Optional<RuleMeta>> decisions;
  private final Set<String> ours;
  private final RuleMeta otherwise;
  private final Notes notes;

  /**
   * @param decisions by path ({@code spec.containers.image}; list positions are left out): the note
   *     for all below it, or none where fields of the spec say it
   * @param ours what build writes too, or what goes without saying: {@code hostNetwork=true}, with
   *     such a path before it; nothing is said of it
   * @param otherwise the note for every other key whose parents nothing is decided for
   */
  YamlKeys(
      String document,
      Map<String, Optional<RuleMeta>> decisions,
      Set<String> ours,
      RuleMeta otherwise,
      Notes notes) {
    this.document = document;
    this.decisions = decisions;
    this.ours = ours;
    this.otherwise = otherwise;
    this.notes = notes;
  }

  void decide(YamlNode node) {
    below(node, "");
  }

  /** For every document of a file. */
  void decide(SourceFile file) {
    YamlSyntax.parse(file, _ -> {}).forEach(this::decide);
  }

  /**
   * Says of a document as a whole what becomes of it, at its {@code kind}.
   *
   * @param what {@code it is not carried over}, for example
   */
  static void whole(YamlNode.Mapping document, RuleMeta rule, String what, Notes notes) {
    Optional<YamlNode.Entry> kind = document.entry("kind");
    notes.add(
        rule,
        kind.map(entry -> entry.value().span()).orElse(document.span()),
        "the %s%s: %s".formatted(kind(document), name(document), what));
  }

  static String kind(YamlNode document) {
    return document instanceof YamlNode.Mapping mapping
        ? mapping.scalar("kind").map(YamlNode.Scalar::value).orElse("document")
        : "document";
  }

  private static String name(YamlNode.Mapping document) {
    return document
        .mapping("metadata")
        .flatMap(metadata -> metadata.scalar("name"))
        .map(name -> " `" + name.value() + "`")
        .orElse("");
  }

  private void below(YamlNode node, String path) {
    switch (node) {
      case YamlNode.Scalar _ -> {}
      case YamlNode.Sequence sequence -> sequence.items().forEach(item -> below(item, path));
      case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> key(entry, path));
    }
  }

  private void key(YamlNode.Entry entry, String parent) {
    String path = parent.isEmpty() ? entry.key().value() : parent + "." + entry.key().value();
    Optional<RuleMeta> decided = decisions.get(path);
    if (decided != null) decided.ifPresent(rule -> note(rule, entry, path));
    else if (decisions.keySet().stream().anyMatch(known -> known.startsWith(path + ".")))
      below(entry.value(), path);
    else note(otherwise, entry, path);
  }

  private void note(RuleMeta rule, YamlNode.Entry entry, String path) {
    if (isOurs(entry.value(), path, ours)) return;
    notes.add(rule, entry.key().span(), "`%s` of %s: %s".formatted(path, document, what(rule)));
  }

  private static String what(RuleMeta rule) {
    if (rule.equals(ImportNotes.WRITTEN_ANEW)) return "build writes its own";
    return rule.equals(ImportNotes.WITHOUT_EFFECT)
        ? "it does nothing in a manifest"
        : "it is not carried over";
  }

  /** Whether all of it is there anyway; what says nothing is nobody's loss. */
  static boolean isOurs(YamlNode node, String path, Set<String> ours) {
    return switch (node) {
      case YamlNode.Scalar scalar ->
          scalar.isNull() || scalar.value().isEmpty() || ours.contains(path + "=" + scalar.value());
      case YamlNode.Sequence sequence ->
          !TELLING.contains(path)
              && sequence.items().stream().allMatch(item -> isOurs(item, path, ours));
      case YamlNode.Mapping mapping ->
          mapping.entries().stream()
              .allMatch(entry -> isOurs(entry.value(), path + "." + entry.key().value(), ours));
    };
  }
}
