package dev.vipc.syntax.unit;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Splits a value as systemd.service(5) splits a command line: at blanks, quotes hold together. */
final class UnitWords {
  private final Span span;
  private final String text;
  private final List<Located<String>> words = new ArrayList<>();
  private int at;

  private UnitWords(Span span) {
    this.span = span;
    this.text = span.text();
  }

  static List<Located<String>> of(Span span) {
    UnitWords words = new UnitWords(span);
    while (words.skipBlanks()) words.word();
    return words.words;
  }

  private boolean skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    return at < text.length();
  }

  private void word() {
    StringBuilder word = new StringBuilder();
    int start = at;
    char quote = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) word.append(text.charAt(++at));
      else if (quote != 0 && c == quote) quote = 0;
      else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
      else if (quote == 0 && Character.isWhitespace(c)) break;
      else word.append(c);
    }
    words.add(new Located<>(word.toString(), span.part(start, at)));
  }
}
