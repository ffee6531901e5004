package dev.vipc.syntax.keepalived;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.lexing.Lexemes;
import dev.vipc.syntax.lexing.SourceChars;

/** Reads keepalived.conf: lines, words, quotes, comments and braces; it knows no keyword. */
public final class KeepalivedSyntax {
  private KeepalivedSyntax() {}

  /**
   * The tree of the whole file; a bad line costs one finding (SYN codes) and the rest is still
   * read.
   *
   * <p>A line is a block where a brace follows it, on the same line or as the next token of a later
   * one; else a directive. A definition ({@code $NAME=VALUE}) is a directive of one word, an
   * include one of two. {@code ${NAME}} is part of a word, also where nothing defines it.
   */
  public static Document parse(SourceFile file, Reporter out) {
    KeepalivedTree tree = new KeepalivedTree(file, out);
    SourceChars chars = new SourceChars(file);
    Lexemes tokens = new Lexemes(new KeepalivedLexer(chars), chars, KeepalivedLexer.BLANK);
    Lexemes.total(new KeepalivedParser(tokens, tree)).file();
    LongLines.report(file, out);
    return tree.document();
  }
}
