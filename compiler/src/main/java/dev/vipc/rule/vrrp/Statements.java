package dev.vipc.rule.vrrp;

import dev.vipc.diagnostic.Fix;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds and edits whole statements of keepalived.conf, for fixes. */
final class Statements {
  private static final Pattern REST = Pattern.compile("[ \\t]*([#!].*)?");

  private Statements() {}

  /** Takes out the lines of a statement; absent where something else stands on them. */
  static Optional<Fix.Edit> delete(Span statement) {
    Span first = line(statement.start(), statement);
    Span last = line(Math.max(statement.start(), statement.end() - 1), statement);
    String before = first.part(0, statement.start() - first.start()).text();
    String after = last.part(statement.end() - last.start(), length(last)).text();
    if (!before.isBlank() || !REST.matcher(after).matches()) return Optional.empty();
    return Optional.of(new Fix.Edit(wholeLines(first, last), ""));
  }

  /** Takes out the line of a keyword and its words that a place stands in. */
  static Optional<Fix.Edit> deleteLine(Span within, String keyword) {
    Span line = line(within.start(), within);
    Pattern alone = Pattern.compile("[ \\t]*" + Pattern.quote(keyword) + "\\b[^{}#!]*([#!].*)?");
    return alone.matcher(line.text()).matches()
        ? Optional.of(new Fix.Edit(wholeLines(line, line), ""))
        : Optional.empty();
  }

  /** The line of an entry of a block, where nothing but the entry stands on it. */
  static Optional<Span> entryLine(Span entry) {
    Span line = line(entry.start(), entry);
    boolean alone = line.part(0, entry.start() - line.start()).text().isBlank();
    String code = line.text().replaceFirst("[#!].*", "");
    return alone && code.indexOf('{') < 0 && code.indexOf('}') < 0
        ? Optional.of(line)
        : Optional.empty();
  }

  /**
   * The block of a keyword that a place stands in, from its keyword to its brace, where no other
   * block is inside.
   */
  static Optional<Span> around(Span inside, String keyword) {
    SourceFile file = inside.file();
    String text = file.text();
    Matcher block =
        Pattern.compile(
                "(?m)^[ \\t]*(" + Pattern.quote(keyword) + "[ \\t]*[\\r\\n]*[ \\t]*\\{[^{}]*})")
            .matcher(text);
    while (block.find())
      if (block.start(1) <= inside.start() && inside.end() <= block.end(1))
        return Optional.of(file.span(block.start(1), block.end(1)));
    return Optional.empty();
  }

  /** Where the line after a place's line begins. */
  static Span afterLine(Span place) {
    int end = wholeLines(line(place.start(), place), line(place.end() - 1, place)).end();
    return place.file().span(end, end);
  }

  /** The blanks that a place's line begins with. */
  static String indent(Span place) {
    String line = line(place.start(), place).text();
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  private static Span line(int offset, Span of) {
    return of.file().lineAt(offset);
  }

  private static Span wholeLines(Span first, Span last) {
    String text = first.file().text();
    int end = last.end();
    if (end < text.length() && text.charAt(end) == '\r') end++;
    if (end < text.length() && text.charAt(end) == '\n') end++;
    return first.file().span(first.start(), end);
  }

  private static int length(Span span) {
    return span.end() - span.start();
  }
}
