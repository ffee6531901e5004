package dev.vipc.syntax;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;

/**
 * One word of a line: its value as the program reads it (quotes and escapes resolved) and the raw
 * text it came from, quotes included.
 *
 * <p>No record, since a large file has a million of them and few are asked for their span.
 */
public final class Word {
  private final String value;
  private final SourceFile file;
  private final int start;
  private final int end;

  public Word(String value, Span span) {
    this(value, span.file(), span.start(), span.end());
  }

  /** The word from {@code start} to {@code end} of a file, UTF-16 offsets. */
  public Word(String value, SourceFile file, int start, int end) {
    this.value = value;
    this.file = file;
    this.start = start;
    this.end = end;
  }

  public String value() {
    return value;
  }

  public Span span() {
    return new Span(file, start, end);
  }

  /** Where its raw text begins, UTF-16 offset. */
  public int start() {
    return start;
  }

  /** Where its raw text ends, exclusive. */
  public int end() {
    return end;
  }

  public boolean is(String text) {
    return value.equals(text);
  }

  public Located<String> located() {
    return new Located<>(value, span());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Word word && value.equals(word.value) && span().equals(word.span());
  }

  @Override
  public int hashCode() {
    return 31 * value.hashCode() + start;
  }

  @Override
  public String toString() {
    return "`" + value + "` at " + span();
  }
}
