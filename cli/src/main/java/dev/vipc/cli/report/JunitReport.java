package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JUnit's XML as CI servers read it: a suite a file, a test a finding. What {@code --fail-on} does
 * not count as a failure is a passed test that says in its output what was found; a file without
 * findings is one passed test.
 */
final class JunitReport implements Report {
  private final ReportStyle style;

  JunitReport(ReportStyle style) {
    this.style = style;
  }

  @Override
  public void write(LintResult result, PrintWriter out) {
    Map<String, List<Diagnostic>> byFile = byFile(result);
    Xml xml = new Xml(out);
    int tests = byFile.values().stream().mapToInt(found -> Math.max(1, found.size())).sum();
    xml.open(
        "testsuites",
        "name",
        "vipc",
        "tests",
        tests,
        "failures",
        failures(result.diagnostics()),
        "errors",
        0);
    byFile.forEach((file, found) -> suite(xml, file, found));
    xml.close("testsuites");
  }

  /** The files that were read, and those that they include. */
  static Map<String, List<Diagnostic>> byFile(LintResult result) {
    Map<String, List<Diagnostic>> byFile = new LinkedHashMap<>();
    for (LintResult.ReadFile file : result.files())
      byFile.putIfAbsent(file.path(), new ArrayList<>());
    for (Diagnostic finding : result.diagnostics())
      byFile.computeIfAbsent(finding.span().file().path(), _ -> new ArrayList<>()).add(finding);
    return byFile;
  }

  private long failures(List<Diagnostic> found) {
    return found.stream().filter(this::isFailure).count();
  }

  private boolean isFailure(Diagnostic finding) {
    return finding.severity().atLeast(style.failOn());
  }

  private void suite(Xml xml, String file, List<Diagnostic> found) {
    xml.open(
        "testsuite",
        "name",
        file,
        "tests",
        Math.max(1, found.size()),
        "failures",
        failures(found),
        "errors",
        0,
        "skipped",
        0);
    if (found.isEmpty()) xml.empty("testcase", "name", "no findings", "classname", file);
    for (Diagnostic finding : found) test(xml, file, finding);
    xml.close("testsuite");
  }

  private void test(Xml xml, String file, Diagnostic finding) {
    int line = finding.span().startPosition().line();
    xml.open(
        "testcase",
        "name",
        "%s:%d".formatted(Plain.title(finding), line),
        "classname",
        file,
        "file",
        file,
        "line",
        line);
    if (isFailure(finding))
      xml.text(
          "failure",
          text(finding),
          "message",
          Plain.line(finding.message()),
          "type",
          finding.severity().word());
    else xml.text("system-out", text(finding));
    xml.close("testcase");
  }

  private static String text(Diagnostic finding) {
    StringBuilder text = new StringBuilder();
    text.append(finding.span()).append(": ").append(finding.severity().word());
    text.append(": ").append(Plain.line(finding.message()));
    for (Label label : finding.labels())
      text.append('\n').append(label.span()).append(": ").append(Plain.line(label.text()));
    finding.help().ifPresent(help -> text.append("\nhelp: ").append(Plain.line(help)));
    return text.toString();
  }
}
