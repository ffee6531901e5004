package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often each rule found something: a line a rule and grade, the worst and most first. */
final class RuleCounts {
  private record Row(RuleMeta rule, Severity severity, int findings, int files) {}

  private record Key(String code, Severity severity) {}

  private RuleCounts() {}

  static void write(LintResult result, PrintWriter out) {
    for (Row row : rows(result))
      out.printf(
          "%-7s  %s  %6d in %-9s  %s%n",
          row.severity().word(),
          row.rule().code(),
          row.findings(),
          TextReport.counted(row.files(), "file"),
          row.rule().name());
  }

  private static List<Row> rows(LintResult result) {
    Map<Key, Row> rows =
        new TreeMap<>(Comparator.comparing(Key::code).thenComparing(Key::severity));
    Map<Key, Set<String>> files =
        new TreeMap<>(Comparator.comparing(Key::code).thenComparing(Key::severity));
    for (Diagnostic finding : result.diagnostics()) {
      Key key = new Key(finding.rule().code(), finding.severity());
      Set<String> met = files.computeIfAbsent(key, _ -> new HashSet<>());
      met.add(finding.span().file().path());
      rows.merge(
          key,
          new Row(finding.rule(), finding.severity(), 1, 1),
          (sofar, _) ->
              new Row(finding.rule(), finding.severity(), sofar.findings() + 1, met.size()));
    }
    return rows.values().stream()
        .sorted(
            Comparator.comparing(Row::severity)
                .thenComparing(Comparator.comparing(Row::findings).reversed()))
        .toList();
  }
}
