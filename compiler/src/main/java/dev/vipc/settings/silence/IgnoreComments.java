package dev.vipc.settings.silence;

import dev.vipc.source.Located;
import dev.vipc.source.Position;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Finds the ignores in a file's comments. */
final class IgnoreComments {
  private static final String MARK = "vipc:";
  private static final String ORDER = "ignore";

  private IgnoreComments() {}

  /**
   * In file order.
   *
   * @param signs the characters that begin a comment in such a file
   */
  static List<IgnoreComment> in(SourceFile file, String signs) {
    String text = file.text();
    List<IgnoreComment> found = new ArrayList<>();
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      int sign = signBefore(text, at, signs);
      int order = skipBlanks(text, at + MARK.length());
      if (sign < 0 || !text.startsWith(ORDER, order)) continue;
      int rest = order + ORDER.length();
      Span line = file.lineAt(at);
      if (rest < line.end() && !Character.isWhitespace(text.charAt(rest))) continue;
      found.add(comment(file, line, sign, at, rest));
    }
    return found;
  }

  /** Where the comment begins; -1 where the mark does not come first in one. */
  private static int signBefore(String text, int mark, String signs) {
    int at = mark - 1;
    while (at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at--;
    int last = at;
    while (at >= 0 && signs.indexOf(text.charAt(at)) >= 0) at--;
    boolean begins = at < 0 || Character.isWhitespace(text.charAt(at));
    return at < last && begins ? at + 1 : -1;
  }

  private static IgnoreComment comment(SourceFile file, Span line, int sign, int mark, int rest) {
    List<Located<String>> codes = new ArrayList<>();
    int at = codes(file, skipBlanks(file.text(), rest), line.end(), codes);
    boolean alone = file.text().substring(line.start(), sign).isBlank();
    Position position = file.positionOf(mark);
    return new IgnoreComment(
        file.span(mark, line.end()),
        codes,
        reason(file.text().substring(Math.min(at, line.end()), line.end())),
        alone ? position.line() + 1 : position.line());
  }

  /** The first word and, behind commas, more; returns where the reason begins. */
  private static int codes(SourceFile file, int start, int end, List<Located<String>> codes) {
    int at = start;
    boolean more = true;
    while (more && at < end) {
      int from = at;
      while (at < end && file.text().charAt(at) != ',' && !isBlank(file.text().charAt(at))) at++;
      if (at > from) codes.add(new Located<>(word(file, from, at), file.span(from, at)));
      int next = skipBlanks(file.text(), at);
      more = next < end && file.text().charAt(next) == ',';
      if (more) at = skipBlanks(file.text(), next + 1);
    }
    return at;
  }

  private static String word(SourceFile file, int from, int until) {
    String word = file.text().substring(from, until);
    return word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
  }

  private static String reason(String rest) {
    return rest.replaceFirst("^[\\s:,;–—-]+", "").strip();
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) at++;
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  /** Comments below one another speak of the first line below them all. */
  static List<IgnoreComment> stacked(List<IgnoreComment> comments) {
    List<IgnoreComment> all = new ArrayList<>(comments);
    for (int i = all.size() - 2; i >= 0; i--) {
      IgnoreComment above = all.get(i);
      IgnoreComment below = all.get(i + 1);
      int lineBelow = below.place().startPosition().line();
      boolean alone = above.line() > above.place().startPosition().line();
      if (alone && above.line() == lineBelow && below.line() > lineBelow)
        all.set(i, new IgnoreComment(above.place(), above.codes(), above.reason(), below.line()));
    }
    return all;
  }
}
