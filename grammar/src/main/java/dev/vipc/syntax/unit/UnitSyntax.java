package dev.vipc.syntax.unit;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads unit files and drop-ins as systemd.syntax(7) describes them: comments begin a line with
 * {@code #} or {@code ;}, a backslash at the end of a line joins the next one that is no comment.
 */
@AutoService(Documented.class)
public final class UnitSyntax implements Documented {
  private static final RuleMeta IGNORED =
      new RuleMeta(
          "SYN041",
          "ignored-unit-line",
          Severity.WARNING,
          """
          systemd ignores a line of a unit file.

          A line that is no section, no comment and no `Key=value`, or that stands before the first section, is skipped
          with a message in the journal that nobody reads; the unit starts without what the line asks for. Often a
          backslash is missing at the end of the line above. Source: systemd.syntax(7); systemd's conf-parser.c.

          A section's name without its closing bracket is an error: systemd then refuses the whole unit.

          Join it to the line above with a backslash, make it a comment, or put it into its section.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(IGNORED);
  }

  /** The settings in file order; what systemd would skip is reported. */
  public static List<UnitLine> parse(SourceFile file, Reporter out) {
    List<UnitLine> lines = new ArrayList<>();
    Optional<Located<String>> section = Optional.empty();
    for (int number = 1; number <= file.lineCount(); number++) {
      Span line = stripped(file.line(number));
      String text = line.text();
      if (isNothing(text)) continue;
      if (text.startsWith("[") && text.endsWith("]")) {
        Span name = line.part(1, Math.max(1, text.length() - 1));
        section = Optional.of(new Located<>(name.text(), name));
        continue;
      }
      List<Span> pieces = new ArrayList<>();
      number = join(file, number, pieces);
      Span first = pieces.getFirst();
      int equals = first.text().indexOf('=');
      if (equals > 0 && section.isPresent()) lines.add(line(section.get(), pieces, equals));
      else out.report(ignored(first, equals > 0));
    }
    return lines;
  }

  private static UnitLine line(Located<String> section, List<Span> pieces, int equals) {
    Span first = pieces.getFirst();
    Span key = stripped(first.part(0, equals));
    List<Span> values = new ArrayList<>(pieces);
    values.set(0, stripped(first.part(equals + 1, first.end() - first.start())));
    String text = String.join(" ", values.stream().map(Span::text).toList()).strip();
    Span whole = values.getFirst().to(values.getLast());
    return new UnitLine(
        section,
        new Located<>(key.text(), key),
        new Located<>(text, whole),
        values.stream().flatMap(piece -> UnitWords.of(piece).stream()).toList());
  }

  /** Adds the lines that are one, without their backslashes; the number of the last. */
  private static int join(SourceFile file, int number, List<Span> pieces) {
    int at = number;
    while (true) {
      Span line = stripped(file.line(at));
      boolean comment = !pieces.isEmpty() && isComment(line.text());
      boolean joined = line.text().endsWith("\\");
      if (!comment)
        pieces.add(joined ? stripped(line.part(0, line.end() - line.start() - 1)) : line);
      if (!joined && !comment || at == file.lineCount()) return at;
      at++;
    }
  }

  private static boolean isNothing(String text) {
    return text.isEmpty() || isComment(text);
  }

  private static boolean isComment(String text) {
    return text.startsWith("#") || text.startsWith(";");
  }

  private static Span stripped(Span span) {
    String text = span.text();
    int start = text.length() - text.stripLeading().length();
    return text.isBlank() ? span.part(0, 0) : span.part(start, start + text.strip().length());
  }

  private static Diagnostic ignored(Span line, boolean setting) {
    if (line.text().startsWith("["))
      return Diagnostic.of(
              IGNORED, line, "systemd refuses the unit: this section's name has no `]`")
          .as(Severity.ERROR)
          .help("write `%s]`".formatted(line.text()));
    return setting
        ? Diagnostic.of(IGNORED, line, "systemd ignores this setting: no section is open here")
            .help("put it below `[Service]`, or the section that it belongs to")
        : Diagnostic.of(IGNORED, line, "systemd ignores this line: it is no `Key=value`")
            .help("end the line above with a backslash, or make this one a comment");
  }
}
