package dev.vipc.cli.report;

import dev.vipc.source.Position;
import dev.vipc.source.SecretWords;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;

/**
 * The part of a source line that shows a span: at most {@value #WIDTH} characters around it, made
 * printable and without the passwords, tokens and keys that stand on it, with the underline that
 * goes beneath. Reports are kept where configuration is not: in the logs of CI, in tickets.
 */
record Excerpt(String lineNumber, String line, String indent, String underline) {
  private static final int WIDTH = 120;
  private static final int LEAD = 40;

  private static final String HIDDEN = SecretWords.MASK;

  /**
   * @param hidden whether the span's own text is not to be shown; of a span that is a key, what
   *     stands behind it
   */
  static Excerpt of(Span span, boolean hidden) {
    Position at = span.startPosition();
    Span whole = span.file().line(at.line());
    int start = span.start();
    int from =
        start - whole.start() > LEAD && whole.end() - whole.start() > WIDTH
            ? start - LEAD
            : whole.start();
    int until = Math.min(whole.end(), from + WIDTH);
    int shownStart = Math.min(start, until);
    int shownEnd = Math.clamp(span.end(), shownStart, until);
    SourceFile file = span.file();
    List<Span> secrets = SecretWords.in(whole);
    String before = without(secrets, file.span(from, shownStart));
    String marked = without(secrets, file.span(shownStart, shownEnd));
    String after = without(secrets, file.span(shownEnd, until));
    if (hidden && after.startsWith(":")) after = ": " + HIDDEN;
    else if (hidden) marked = HIDDEN;
    String lead = from > whole.start() ? "…" : "";
    String tail = until < whole.end() ? "…" : "";
    return new Excerpt(
        Integer.toString(at.line()),
        (lead + before + marked + after + tail).stripTrailing(),
        " ".repeat(width(lead + before)),
        "^".repeat(Math.max(1, width(marked))));
  }

  /** A part of the line; what of a secret is in it shows as one mask. */
  private static String without(List<Span> secrets, Span part) {
    StringBuilder shown = new StringBuilder();
    int at = part.start();
    for (Span secret : secrets) {
      int start = Math.max(at, secret.start());
      int end = Math.min(part.end(), secret.end());
      if (start >= end) continue;
      shown.append(part.file().text(), at, start).append(HIDDEN);
      at = end;
    }
    return printable(shown.append(part.file().text(), at, part.end()).toString());
  }

  boolean hasText() {
    return !line.isEmpty();
  }

  /**
   * The text with tabs as one blank and with what a terminal would obey, or not show, as U+FFFD.
   */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      int c = text.codePointAt(at);
      shown.appendCodePoint(c == '\t' ? ' ' : visible(c));
    }
    return shown.toString();
  }

  private static int visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          0xFFFD;
      case Character.FORMAT -> 0xFFFD;
      default -> c;
    };
  }

  /** Columns on a terminal: East Asian wide characters take two, combining ones none. */
  private static int width(String text) {
    return text.codePoints().map(Excerpt::width).sum();
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) return 0;
    return isWide(c) ? 2 : 1;
  }

  /** The blocks that Unicode's EastAsianWidth.txt lists as W or F, without the rare ones. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
