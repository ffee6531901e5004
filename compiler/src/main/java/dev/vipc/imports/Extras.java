package dev.vipc.imports;

import dev.vipc.spec.Program;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Entries of the spec; lines that every node has which runs the program name no node. */
  List<YamlText> entries(Map<Program, List<String>> nodesOf) {
    List<YamlText> entries = new ArrayList<>();
    lines.forEach(
        (section, byNode) -> {
          List<String> nodes = nodesOf.getOrDefault(section.program(), List.of());
          boolean everywhere =
              byNode.keySet().containsAll(nodes)
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
        for (Statement inner : body) verbatim(inner).forEach(line -> all.add("  " + line));
        all.add("}");
        yield all;
      }
    };
  }

  static String words(Statement statement) {
    return statement.words().stream()
        .map(Word::span)
        .map(span -> span.text())
        .collect(Collectors.joining(" "));
  }
}
