package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Position;
import java.io.PrintWriter;

/** The XML that Checkstyle writes and that many tools read. */
final class CheckstyleReport implements Report {
  @Override
  public void write(LintResult result, PrintWriter out) {
    Xml xml = new Xml(out);
    xml.open("checkstyle", "version", "8.0");
    JunitReport.byFile(result)
        .forEach(
            (file, found) -> {
              xml.open("file", "name", file);
              found.forEach(finding -> error(xml, finding));
              xml.close("file");
            });
    xml.close("checkstyle");
  }

  private static void error(Xml xml, Diagnostic finding) {
    Position at = finding.span().startPosition();
    xml.empty(
        "error",
        "line",
        at.line(),
        "column",
        at.column(),
        "severity",
        finding.severity().word(),
        "message",
        Plain.withHelp(finding),
        "source",
        "vipc." + finding.rule().code());
  }
}
