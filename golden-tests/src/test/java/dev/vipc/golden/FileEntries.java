package dev.vipc.golden;

import dev.vipc.golden.ImportLedger.Entry;
import dev.vipc.keyword.HaproxySections;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The directives of a program's configuration, one by one. */
final class FileEntries {
  private FileEntries() {}

  /** Every line that is no comment; a block's head is counted where nothing stands in the block. */
  static List<Entry> of(SourceFile file) {
    List<Entry> entries = new ArrayList<>();
    if (file.path().endsWith(".cfg")) {
      HaproxySections sections = HaproxySections.of(HaproxySyntax.parse(file, _ -> {}));
      sections.outside().forEach(line -> entries.add(new Entry(List.of(), line)));
      for (var section : sections.sections())
        for (Statement line : section.body())
          entries.add(new Entry(List.of(section.header()), line));
      return entries;
    }
    var document =
        file.path().endsWith("nginx.conf")
            ? NginxSyntax.parse(file, _ -> {})
            : KeepalivedSyntax.parse(file, _ -> {});
    below(document.statements(), List.of(), entries);
    return entries;
  }

  private static void below(
      List<Statement> statements, List<Statement> around, List<Entry> entries) {
    for (Statement statement : statements)
      if (statement instanceof Statement.Block(_, var body, _) && !body.isEmpty())
        below(body, Stream.concat(around.stream(), Stream.of(statement)).toList(), entries);
      else entries.add(new Entry(around, statement));
  }
}
