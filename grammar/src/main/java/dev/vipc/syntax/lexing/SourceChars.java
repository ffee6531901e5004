package dev.vipc.syntax.lexing;

import dev.vipc.source.SourceFile;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A file's text as ANTLR reads it, by UTF-16 offsets and without a copy.
 *
 * <p>A character past ASCII is an ordinary character of a word in every language that is read so,
 * and the lexer sees it as {@code x}: ANTLR remembers its transitions for ASCII only and would work
 * each other one out anew.
 */
public final class SourceChars implements CharStream {
  private final SourceFile file;
  private final String text;
  private int at;

  public SourceChars(SourceFile file) {
    this.file = file;
    this.text = file.text();
  }

  @Override
  public int LA(int distance) {
    int index = distance > 0 ? at + distance - 1 : at + distance;
    return index < 0 || index >= text.length() ? IntStream.EOF : at(index);
  }

  /** The character at an offset as the lexer sees it, 0..127. */
  int at(int index) {
    char c = text.charAt(index);
    return c < 0x80 ? c : 'x';
  }

  @Override
  public void consume() {
    at++;
  }

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = index;
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public int mark() {
    return 0;
  }

  @Override
  public void release(int marker) {}

  @Override
  public String getText(Interval interval) {
    return text.substring(interval.a, Math.min(interval.b + 1, text.length()));
  }

  @Override
  public String getSourceName() {
    return file.path();
  }
}
