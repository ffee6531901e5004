package dev.vipc.syntax.haproxy;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.lexing.Lexemes;
import dev.vipc.syntax.lexing.SourceChars;

/**
 * Reads haproxy.cfg: lines, words, quotes and comments. The tree is flat, one directive a line:
 * which word begins a section is knowledge of the keyword table.
 */
public final class HaproxySyntax {
  private HaproxySyntax() {}

  /**
   * The lines of the whole file; a bad line costs one finding (SYN codes) and the rest is still
   * read.
   *
   * <p>The value of a word has quotes and escapes resolved as HAProxy 2.6 does; a variable in
   * double quotes stays as written. A line {@code [scope]} is a directive of one word.
   */
  public static Document parse(SourceFile file, Reporter out) {
    HaproxyLines lines = new HaproxyLines(file, out);
    SourceChars chars = new SourceChars(file);
    Lexemes tokens = new Lexemes(new HaproxyLexer(chars), chars, HaproxyLexer.BLANK);
    Lexemes.total(new HaproxyParser(tokens, lines)).file();
    return lines.document();
  }
}
