package dev.vipc.syntax;

import dev.vipc.source.Located;
import dev.vipc.source.Span;

/**
 * One word of a line: its value as the program reads it (quotes and escapes resolved) and the raw
 * text it came from, quotes included.
 */
public record Word(String value, Span span) {
  public boolean is(String text) {
    return value.equals(text);
  }

  public Located<String> located() {
    return new Located<>(value, span);
  }
}
