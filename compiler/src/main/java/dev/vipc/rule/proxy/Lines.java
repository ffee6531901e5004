package dev.vipc.rule.proxy;

import dev.vipc.diagnostic.Fix;
import dev.vipc.source.Span;

/** Edits of whole lines, for fixes. */
public final class Lines {
  private Lines() {}

  /** Takes out the line that a span begins on, its line end included. */
  public static Fix.Edit delete(Span span) {
    Span line = line(span);
    int end = line.end();
    String text = span.file().text();
    if (end < text.length() && text.charAt(end) == '\r') end++;
    if (end < text.length() && text.charAt(end) == '\n') end++;
    return new Fix.Edit(span.file().span(line.start(), end), "");
  }

  /** Puts lines above the one that a span begins on, with the same indentation. */
  public static Fix.Edit insertAbove(Span span, String... lines) {
    Span below = line(span);
    String indent = below.text().substring(0, span.start() - below.start());
    if (!indent.isBlank()) indent = "    ";
    StringBuilder text = new StringBuilder();
    for (String line : lines) text.append(indent).append(line).append('\n');
    return new Fix.Edit(below.part(0, 0), text.toString());
  }

  /** Puts lines in the place of one statement, with its indentation. */
  public static Fix.Edit replace(Span statement, String... lines) {
    Span line = line(statement);
    String indent = line.text().substring(0, statement.start() - line.start());
    return new Fix.Edit(statement, String.join("\n" + indent, lines));
  }

  private static Span line(Span span) {
    return span.file().lineAt(span.start());
  }
}
