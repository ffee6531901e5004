package dev.vipc.imports;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;

/** Decides for every key of a YAML document what becomes of it: a note, or nothing to say. */
final class YamlKeys {
  private final String document;
  private final Map<String, Optional<RuleMeta>> decisions;
  private final RuleMeta otherwise;
  private final Notes notes;

  /**
   * @param decisions by path ({@code spec.containers.image}; list positions are left out): the note
   *     for all below it, or none where fields of the spec say it
   * @param otherwise the note for every other key whose parents nothing is decided for
   */
  YamlKeys(
      String document, Map<String, Optional<RuleMeta>> decisions, RuleMeta otherwise, Notes notes) {
    this.document = document;
    this.decisions = decisions;
    this.otherwise = otherwise;
    this.notes = notes;
  }

  void decide(YamlNode node) {
    below(node, "");
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
    String what =
        rule.equals(ImportNotes.WRITTEN_ANEW) ? "build writes its own" : "it is not carried over";
    notes.add(rule, entry.key().span(), "`%s` of %s: %s".formatted(path, document, what));
  }
}
