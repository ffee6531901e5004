package dev.vipc.syntax.nginx;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.lexing.Lexemes;
import dev.vipc.syntax.lexing.SourceChars;

/** Reads nginx.conf: words, quotes, comments, braces and semicolons; it knows no directive. */
public final class NginxSyntax {
  private NginxSyntax() {}

  /**
   * The tree of the whole file; a fault costs one finding (SYN codes) and the rest is still read.
   *
   * <p>A statement's span ends behind its semicolon or its closing brace. A block of Lua ({@code
   * content_by_lua_block}) holds one directive of one word, its text.
   */
  public static Document parse(SourceFile file, Reporter out) {
    SourceChars chars = new SourceChars(file);
    NginxTree tree = new NginxTree(file, chars, out);
    Lexemes tokens = new Lexemes(new NginxLexer(chars), chars, NginxLexer.BLANK);
    Lexemes.total(new NginxParser(tokens, tree)).file();
    return tree.document();
  }
}
