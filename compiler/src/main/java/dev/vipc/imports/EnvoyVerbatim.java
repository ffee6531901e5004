package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.VERBATIM;

import dev.vipc.lower.envoy.FieldName;
import dev.vipc.source.Span;
import dev.vipc.spec.EnvoySections;
import dev.vipc.spec.Program;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys and items of one bootstrap that no field of the spec says. */
final class EnvoyVerbatim {
  private final String node;
  private final Extras extras;
  private final Notes notes;
  private final Map<String, List<String>> kept = new LinkedHashMap<>();
  private final List<YamlNode> nodes = new ArrayList<>();

  EnvoyVerbatim(String node, Sink sink) {
    this.node = node;
    this.extras = sink.extras();
    this.notes = sink.notes();
    EnvoySections.OF_FILE.forEach(section -> kept.put(section, new ArrayList<>()));
  }

  /**
   * Keeps what a message has beside the keys that are answered.
   *
   * @param first whether it is the first of those that share the section
   */
  void keep(EnvoyMessage message, String section, boolean first) {
    Map<String, Entry> inForce = inForce(message);
    for (Entry entry : message.answers().unanswered(message)) {
      message.answers().keep(entry);
      String key = entry.key().value();
      if (inForce.get(FieldName.snake(key)) != entry) {
        notes.add(
            NOT_CARRIED,
            entry.key().span(),
            "`%s` stands twice, and this one is not carried over".formatted(key));
        continue;
      }
      note(entry.key().span(), key, section);
      if (!first) continue;
      lines(section).addAll(YamlLines.of(entry));
      nodes.add(new Mapping(List.of(entry), entry.key().span()));
    }
  }

  /** Of keys that stand twice the one that import has an answer for, else the last. */
  private static Map<String, Entry> inForce(EnvoyMessage message) {
    Map<String, Entry> entries = new HashMap<>();
    for (Entry entry : message.mapping().entries())
      entries.merge(
          FieldName.snake(entry.key().value()),
          entry,
          (before, after) -> message.answers().isAnswered(before) ? before : after);
    return entries;
  }

  /** Keeps a whole listener or cluster. */
  void keepItem(Mapping item, String section) {
    Span place =
        item.scalar("name").map(name -> name.span()).orElseGet(() -> item.span().part(0, 1));
    note(place, item.scalar("name").map(name -> name.value()).orElse("unnamed"), section);
    lines(section).addAll(YamlLines.ofItem(item));
    nodes.add(item);
  }

  private void note(Span place, String what, String section) {
    notes.add(VERBATIM, place, "`%s` is kept verbatim in `%s`".formatted(what, section));
  }

  private List<String> lines(String section) {
    return kept.computeIfAbsent(section, _ -> new ArrayList<>());
  }

  /** The clusters that what was kept may lead to. */
  Set<String> clusters() {
    Set<String> found = new HashSet<>();
    nodes.forEach(node -> clusters(node, false, found));
    return found;
  }

  private static void clusters(YamlNode node, boolean named, Set<String> found) {
    switch (node) {
      case YamlNode.Scalar scalar -> {
        if (named) found.add(scalar.value());
      }
      case YamlNode.Sequence(var items, _) -> items.forEach(item -> clusters(item, named, found));
      case Mapping(var entries, _) -> {
        for (Entry entry : entries)
          clusters(entry.value(), named || isAboutClusters(entry.key().value()), found);
      }
    }
  }

  private static boolean isAboutClusters(String key) {
    return key.contains("cluster") || key.contains("Cluster");
  }

  /** Hands what was kept to the spec's {@code extra}. */
  void flush() {
    kept.forEach(
        (section, lines) -> {
          if (!lines.isEmpty()) extras.add(Program.ENVOY, node, section, lines);
        });
  }
}
