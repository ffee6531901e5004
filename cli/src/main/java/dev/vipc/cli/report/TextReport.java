package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Position;
import dev.vipc.source.Span;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Findings for people: the source line with the span underlined, the other places, the help. */
final class TextReport implements Report {
  private final ReportStyle style;
  private final Paint paint;

  TextReport(ReportStyle style) {
    this.style = style;
    this.paint = new Paint(style.colour());
  }

  @Override
  public void write(LintResult result, PrintWriter out) {
    if (style.summary()) RuleCounts.write(result, out);
    else result.diagnostics().forEach(diagnostic -> write(diagnostic, out));
    if (!style.quiet()) out.println(summary(result));
  }

  void write(Diagnostic diagnostic, PrintWriter out) {
    String head = diagnostic.severity().word() + "[" + diagnostic.rule().code() + "]";
    out.println(
        linked(paint.severity(diagnostic.severity(), head), diagnostic.rule())
            + " "
            + diagnostic.rule().name()
            + ": "
            + paint.strong(Excerpt.printable(diagnostic.message())));
    Excerpt excerpt = Excerpt.of(diagnostic.span(), diagnostic.rule().hidesText());
    String gutter = " ".repeat(excerpt.lineNumber().length());
    out.println(
        gutter + paint.dim("--> ") + linked(diagnostic.span().toString(), diagnostic.span()));
    if (excerpt.hasText()) {
      out.println(gutter + paint.dim(" |"));
      out.println(paint.dim(excerpt.lineNumber() + " |") + " " + excerpt.line());
      out.println(
          gutter
              + paint.dim(" | ")
              + excerpt.indent()
              + paint.severity(diagnostic.severity(), excerpt.underline()));
    }
    for (Label label : diagnostic.labels())
      out.println(
          gutter
              + paint.dim(" = ")
              + linked(place(label.span()), label.span())
              + ": "
              + Excerpt.printable(label.text()));
    diagnostic
        .help()
        .ifPresent(
            help -> out.println(gutter + paint.dim(" = ") + "help: " + Excerpt.printable(help)));
    out.println();
  }

  /** A terminal's hyperlink to the rule's page. */
  private String linked(String shown, RuleMeta rule) {
    return style.links() ? Hyperlink.to(RulePage.uri(rule), shown) : shown;
  }

  /** A terminal's hyperlink to the place in its file. */
  private String linked(String shown, Span span) {
    return style.links() ? Hyperlink.to(span, shown) : shown;
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
    String silenced = result.silenced() == 0 ? "" : "; " + result.silenced() + " silenced";
    return String.join(", ", counts)
        + " in "
        + counted(result.files().size(), "file")
        + skipped
        + silenced;
  }

  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Terminal colours, or nothing. */
  private record Paint(boolean colour) {
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
