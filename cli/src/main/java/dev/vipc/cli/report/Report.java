package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import java.io.PrintWriter;

/** Writes what a lint found. */
public interface Report {
  /** The names that {@code --format} takes. */
  enum Format {
    text,
    json,
    sarif,
    github,
    gitlab,
    junit,
    checkstyle
  }

  void write(LintResult result, PrintWriter out);

  static Report of(Format format, ReportStyle style) {
    return switch (format) {
      case text -> new TextReport(style);
      case json -> new JsonReport();
      case sarif -> new SarifReport();
      case github -> new GithubReport();
      case gitlab -> new GitlabReport();
      case junit -> new JunitReport(style);
      case checkstyle -> new CheckstyleReport();
    };
  }

  static Report of(Format format, boolean colour) {
    return of(format, ReportStyle.PLAIN.withColour(colour));
  }
}
