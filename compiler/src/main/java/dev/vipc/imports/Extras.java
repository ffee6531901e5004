package dev.vipc.imports;

import dev.vipc.source.Span;
import dev.vipc.spec.Program;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lines that are kept verbatim, by program, section and node. */
final class Extras {
  private record Section(Program program, String name) {}

  private final Map<Section, Map<String, List<String>>> lines = new LinkedHashMap<>();

  void add(Program program, String node, String section, List<String> added) {
    lines
        .computeIfAbsent(new Section(program, section), _ -> new LinkedHashMap<>())
        .computeIfAbsent(node, _ -> new ArrayList<>())
        .addAll(added);
  }

  /** Gives a node's lines of a section to another one, whose name build writes there. */
  void move(Program program, String node, String from, String to) {
    List<String> moved =
        lines.getOrDefault(new Section(program, from), new HashMap<>()).remove(node);
    if (moved != null) add(program, node, to, moved);
  }

  /** A statement's lines with the comments above and behind it. */
  void add(Program program, String node, String section, Span line, List<String> added) {
    List<String> all = new ArrayList<>();
    Comments.above(line).forEach(comment -> all.add("# " + comment));
    Comments.behind(line).ifPresent(comment -> all.add("# " + comment));
    all.addAll(added);
    add(program, node, section, all);
  }

  /**
   * Entries of the spec; lines that every node has which runs the program name no node.
   *
   * @param nodesOf the nodes that have the program's file
   * @param byFields those whose file build writes whatever is carried
   */
  List<YamlText> entries(Map<Program, List<String>> nodesOf, Map<Program, Set<String>> byFields) {
    List<YamlText> entries = new ArrayList<>();
    lines.forEach(
        (section, byNode) -> {
          if (byNode.isEmpty()) return;
          List<String> nodes = nodesOf.getOrDefault(section.program(), List.of());
          boolean everywhere =
              byNode.keySet().containsAll(nodes)
                  && byFields.getOrDefault(section.program(), Set.of()).containsAll(nodes)
                  && byNode.values().stream().distinct().count() == 1;
          if (everywhere) entries.add(entry(section, List.of(), byNode.values().iterator().next()));
          else byNode.forEach((node, own) -> entries.add(entry(section, List.of(node), own)));
        });
    return entries;
  }

  private static YamlText entry(Section section, List<String> node, List<String> lines) {
    Fields fields = new Fields().put("program", section.program().word());
    node.forEach(name -> fields.put("node", name));
    return fields
        .put("section", section.name())
        .put("lines", new Items(lines.stream().<YamlText>map(YamlText::leaf).toList()));
  }

  /** A statement as lines: words as they were quoted, blocks opened and closed. */
  static List<String> verbatim(Statement statement) {
    String head = words(statement);
    return switch (statement) {
      case Statement.Directive _ -> List.of(head);
      case Statement.Block(_, var body, _) -> {
        List<String> all = new ArrayList<>();
        all.add(head + " {");
        for (Statement inner : body) withComments(inner).forEach(line -> all.add("  " + line));
        all.add("}");
        yield all;
      }
    };
  }

  /** The same with the comments above and behind it. */
  static List<String> withComments(Statement statement) {
    List<String> all = new ArrayList<>();
    Span line = statement instanceof Statement.Block ? head(statement) : statement.span();
    Comments.above(line).forEach(comment -> all.add("# " + comment));
    Comments.behind(line).ifPresent(comment -> all.add("# " + comment));
    all.addAll(verbatim(statement));
    return all;
  }

  /** From the first word to the last, without a block's body. */
  static Span head(Statement statement) {
    return statement.words().isEmpty()
        ? statement.span()
        : statement.words().getFirst().span().to(statement.words().getLast().span());
  }

  static String words(Statement statement) {
    return statement.words().stream()
        .map(Word::span)
        .map(span -> span.text())
        .collect(Collectors.joining(" "));
  }
}
