package dev.vipc.golden;

import dev.vipc.emit.Artifact;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An emitted file as its program reads it: values in order, and marks for the structure. */
final class ReadBack {
  private final List<String> leaves = new ArrayList<>();

  private ReadBack() {}

  /** Throws where the file does not parse. */
  static List<String> of(Artifact artifact) {
    ReadBack read = new ReadBack();
    SourceFile file =
        new SourceFile(
            artifact.name(), artifact.text().replaceAll("sha256 [0-9a-f]{12}", "sha256"));
    String name = artifact.path().getFileName().toString();
    List<Object> faults = new ArrayList<>();
    switch (name) {
      case "keepalived.conf" ->
          read.statements(KeepalivedSyntax.parse(file, faults::add).statements());
      case "haproxy.cfg" -> read.statements(HaproxySyntax.parse(file, faults::add).statements());
      case "nginx.conf" -> read.statements(NginxSyntax.parse(file, faults::add).statements());
      default -> read.other(name, file.text());
    }
    if (!faults.isEmpty()) throw new AssertionError(faults + "\n" + file.text());
    return read.leaves;
  }

  private void other(String name, String text) {
    if (name.endsWith(".sh")) leaves.addAll(ShellWords.of(text));
    else if (name.endsWith(".service") || text.contains("\n[Service]\n"))
      leaves.addAll(UnitLines.of(text));
    else if (name.endsWith(".yaml") || name.endsWith(".yml"))
      new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(this::value);
    else if (name.endsWith(".json")) value(new JSONObject(text).toMap());
    else text.lines().forEach(leaves::add);
  }

  private void statements(List<Statement> statements) {
    for (Statement statement : statements) {
      leaves.add("(");
      for (Word word : statement.words()) leaves.add("=" + word.value());
      if (statement instanceof Statement.Block block) {
        leaves.add("{");
        statements(block.body());
        leaves.add("}");
      }
      leaves.add(")");
    }
  }

  private void value(Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        leaves.add("{");
        map.forEach(
            (key, below) -> {
              leaves.add("key " + key);
              value(below);
            });
        leaves.add("}");
      }
      case List<?> list -> {
        leaves.add("[");
        list.forEach(this::value);
        leaves.add("]");
      }
      case String text -> leaves.add("=" + text);
      case null -> leaves.add("null");
      default -> leaves.add(value.getClass().getSimpleName() + " " + value);
    }
  }
}
