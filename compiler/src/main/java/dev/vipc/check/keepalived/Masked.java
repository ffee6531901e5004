package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Label;
import dev.vipc.model.Hole;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.keepalived.reading.ReadingRules;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file whose holes stand for unknown values, and whose blanks that only look like blanks are
 * some: what can be said of it all the same. Every character stands where it did.
 */
final class Masked {
  private static final char NO_BREAK_SPACE = '\u00A0';

  /** What a template engine fills in; what it decides is nothing that can stand for a value. */
  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{[^{}\\n]*}}");

  private final SourceFile file;
  private final SourceFile masked;

  Masked(SourceFile file, List<Hole> holes) {
    this.file = file;
    this.masked = isWhole(file, holes) ? file : new SourceFile(file.path(), text(file, holes));
  }

  /** The file to be judged in its place. */
  SourceFile file() {
    return masked;
  }

  /** The finding at its place in the file itself; absent where it speaks of an unknown value. */
  Optional<Diagnostic> unmasked(Diagnostic found) {
    if (masked == file) return Optional.of(found);
    if (speaksOfUnknown(found)) return Optional.empty();
    List<Label> labels =
        found.labels().stream().map(label -> new Label(own(label.span()), label.text())).toList();
    return Optional.of(
        new Diagnostic(
            found.rule(),
            found.severity(),
            found.message(),
            own(found.span()),
            labels,
            found.help(),
            found.fix().map(this::own)));
  }

  private static boolean isWhole(SourceFile file, List<Hole> holes) {
    return holes.isEmpty()
        && file.text().indexOf(NO_BREAK_SPACE) < 0
        && !file.text().contains("{{");
  }

  private static String text(SourceFile file, List<Hole> holes) {
    StringBuilder text = new StringBuilder(file.text());
    for (Hole hole : holes) fill(text, hole.name().span().start(), hole.name().span().end());
    for (Matcher m = EXPRESSION.matcher(file.text()); m.find(); ) fill(text, m.start(), m.end());
    for (int at = 0; at < text.length(); at++)
      if (text.charAt(at) == NO_BREAK_SPACE) text.setCharAt(at, ' ');
    return text.toString();
  }

  private static void fill(StringBuilder text, int start, int end) {
    for (int at = start; at < end; at++) text.setCharAt(at, ReadingRules.UNKNOWN);
  }

  private Fix own(Fix fix) {
    return new Fix(
        fix.description(),
        fix.safe(),
        fix.edits().stream().map(edit -> new Fix.Edit(own(edit.span()), edit.text())).toList());
  }

  private Span own(Span span) {
    return span.file() == masked ? file.span(span.start(), span.end()) : span;
  }

  private static boolean speaksOfUnknown(Diagnostic found) {
    return found.message().indexOf(ReadingRules.UNKNOWN) >= 0
        || found.help().filter(help -> help.indexOf(ReadingRules.UNKNOWN) >= 0).isPresent();
  }
}
