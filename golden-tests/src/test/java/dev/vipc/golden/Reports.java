package dev.vipc.golden;

import dev.vipc.cli.report.Report;
import dev.vipc.compile.LintResult;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Findings as the command line prints them. */
final class Reports {
  private Reports() {}

  static String text(LintResult result) {
    return written(result, Report.Format.text);
  }

  static String json(LintResult result) {
    return written(result, Report.Format.json);
  }

  private static String written(LintResult result, Report.Format format) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Report.of(format, false).write(result, out);
    out.flush();
    return text.toString();
  }
}
