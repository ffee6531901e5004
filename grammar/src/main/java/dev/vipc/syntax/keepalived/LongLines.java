package dev.vipc.syntax.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;

/** Finds lines that do not fit into keepalived's line buffer (MAXBUF 1024, NUL and LF included). */
final class LongLines {
  private static final int MAX_BYTES = 1023;
  private static final int MOST_BYTES_PER_CHAR = 3;

  private LongLines() {}

  static void report(SourceFile file, Reporter out) {
    String text = file.text();
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      if (end < 0) end = text.length();
      if ((end - start) * (long) MOST_BYTES_PER_CHAR > MAX_BYTES) check(file.span(start, end), out);
      start = end + 1;
    }
  }

  private static void check(Span line, Reporter out) {
    int bytes = 0;
    for (int at = line.start(); at < line.end(); at++) {
      if (bytes >= MAX_BYTES && !Character.isWhitespace(line.file().text().charAt(at))) {
        tooLong(line.part(at - line.start(), line.end() - line.start()), out);
        return;
      }
      bytes += bytes(line.file().text().charAt(at));
    }
  }

  /** In UTF-8, of which each half of a surrogate pair is two. */
  private static int bytes(char c) {
    if (c < 0x80) return 1;
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  private static void tooLong(Span rest, Reporter out) {
    out.report(
        Diagnostic.of(
                SyntaxFaults.LINE_TOO_LONG,
                rest.part(0, 1),
                "the line is longer than %d bytes; from here on keepalived reads another line"
                    .formatted(MAX_BYTES))
            .help("shorten the line, comments included"));
  }
}
