package dev.vipc.syntax.lexing;

import dev.vipc.source.SourceFile;
import java.util.Arrays;

/**
 * The tokens of a file but for single blanks before words, read through a window of whole lines, so
 * that a file of any size costs no second copy of its text. No token but white space goes over a
 * line end.
 */
public final class TextWindow {
  private static final int USUAL_SIZE = 1 << 15;

  private final LexerTable table;
  private final String text;
  private char[] chars = new char[0];
  private final int limit;
  private int base;
  private int size;
  private int at;
  private int type;
  private int start;

  /** The tokens from {@code start} to {@code limit}, UTF-16 offsets at which lines begin. */
  public TextWindow(LexerTable table, SourceFile file, int start, int limit) {
    this.table = table;
    this.text = file.text();
    this.base = start;
    this.limit = limit;
  }

  /** Goes to the next token; false at the end of the text. */
  public boolean next() {
    if (at == size && !advance()) return false;
    // most blanks are one space before a word: no need to ask the table
    if (chars[at] == ' ' && at + 1 < size && chars[at + 1] > ' ') at++;
    int token = table.match(chars, at, size);
    if (token == 0) throw new IllegalStateException("no token at " + (base + at));
    start = at;
    type = token & 0xff;
    at += token >>> 8;
    return true;
  }

  /** The token's type, as the grammar counts them. */
  public int type() {
    return type;
  }

  /** Where the token begins, UTF-16 offset. */
  public int start() {
    return base + start;
  }

  /** Where the token ends, exclusive. */
  public int end() {
    return base + at;
  }

  private boolean advance() {
    base += size;
    if (base == limit) return false;
    int end = windowEnd();
    size = end - base;
    if (chars.length < size) chars = new char[Math.max(size, USUAL_SIZE)];
    text.getChars(base, end, chars, 0);
    at = 0;
    return true;
  }

  private int windowEnd() {
    if (limit - base <= USUAL_SIZE) return limit;
    int last = text.lastIndexOf('\n', base + USUAL_SIZE - 1);
    int newline = last >= base ? last : text.indexOf('\n', base + USUAL_SIZE);
    return newline < 0 ? limit : newline + 1;
  }

  /** The token's text; equal short ones are one string where it can be. */
  public String text(WordPool pool) {
    return pool.word(chars, start, at);
  }

  /** Whether this text stands right behind the token; if so, goes before its last character. */
  public boolean skip(char[] expected) {
    int end = at + expected.length;
    if (end > size || !Arrays.equals(chars, at, end, expected, 0, expected.length)) return false;
    at = end - 1;
    return true;
  }
}
