package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Position;
import dev.vipc.source.Span;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Findings for people: the source line with the span underlined, the other places, the help. */
final class TextReport implements Report {
  private final Style style;

  TextReport(boolean colour) {
    this.style = new Style(colour);
  }

  @Override
  public void write(LintResult result, PrintWriter out) {
    result.diagnostics().forEach(diagnostic -> write(diagnostic, out));
    out.println(summary(result));
  }

  void write(Diagnostic diagnostic, PrintWriter out) {
    String head = diagnostic.severity().word() + "[" + diagnostic.rule().code() + "]";
    out.println(
        style.severity(diagnostic.severity(), head)
            + " "
            + diagnostic.rule().name()
            + ": "
            + style.strong(Excerpt.printable(diagnostic.message())));
    Excerpt excerpt = Excerpt.of(diagnostic.span());
    String gutter = " ".repeat(excerpt.lineNumber().length());
    out.println(gutter + style.dim("--> ") + diagnostic.span());
    if (excerpt.hasText()) {
      out.println(gutter + style.dim(" |"));
      out.println(style.dim(excerpt.lineNumber() + " |") + " " + excerpt.line());
      out.println(
          gutter
              + style.dim(" | ")
              + excerpt.indent()
              + style.severity(diagnostic.severity(), excerpt.underline()));
    }
    for (Label label : diagnostic.labels())
      out.println(
          gutter + style.dim(" = ") + place(label.span()) + ": " + Excerpt.printable(label.text()));
    diagnostic
        .help()
        .ifPresent(
            help -> out.println(gutter + style.dim(" = ") + "help: " + Excerpt.printable(help)));
    out.println();
  }

  private static String place(Span span) {
    Position at = span.startPosition();
    return span.file().path() + ":" + at.line() + ":" + at.column();
  }

  private static String summary(LintResult result) {
    List<String> counts = new ArrayList<>();
    counts.add(counted(result.count(Severity.ERROR), "error"));
    counts.add(counted(result.count(Severity.WARNING), "warning"));
    counts.add(counted(result.count(Severity.INFO), "info"));
    String skipped =
        result.skipped() == 0 ? "" : "; " + counted(result.skipped(), "other file") + " skipped";
    return String.join(", ", counts) + " in " + counted(result.files().size(), "file") + skipped;
  }

  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Terminal colours, or nothing. */
  private record Style(boolean colour) {
    String severity(Severity severity, String text) {
      return switch (severity) {
        case ERROR -> paint("1;31", text);
        case WARNING -> paint("1;33", text);
        case INFO -> paint("1;36", text);
      };
    }

    String strong(String text) {
      return paint("1", text);
    }

    String dim(String text) {
      return paint("2", text);
    }

    private String paint(String code, String text) {
      return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
  }
}
