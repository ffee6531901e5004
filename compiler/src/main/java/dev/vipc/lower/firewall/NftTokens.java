package dev.vipc.lower.firewall;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of an nft file: words, quoted texts, and <code>{ } ; ,</code> and line ends (as {@code
 * ;}) for themselves.
 */
final class NftTokens {
  private static final String MARKS = "{},;=";

  private final SourceFile file;
  private final String text;
  private final List<Located<String>> tokens = new ArrayList<>();
  private int at;

  private NftTokens(SourceFile file) {
    this.file = file;
    this.text = file.text();
  }

  static List<Located<String>> of(SourceFile file) {
    NftTokens reader = new NftTokens(file);
    while (reader.at < reader.text.length()) reader.step();
    return reader.tokens;
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') at += 2;
    else if (c == '#') at = lineEnd();
    else if (c == '\n') take(";", at + 1);
    else if (MARKS.indexOf(c) >= 0) take(String.valueOf(c), at + 1);
    else if (Character.isWhitespace(c)) at++;
    else if (c == '"' && text.indexOf('"', at + 1) > 0) quoted();
    else word();
  }

  private void quoted() {
    int end = text.indexOf('"', at + 1);
    take(text.substring(at + 1, end), end + 1);
  }

  private void word() {
    int end = at + 1;
    if (text.startsWith("!=", at)) end = at + 2;
    else
      while (end < text.length()
          && !Character.isWhitespace(text.charAt(end))
          && MARKS.indexOf(text.charAt(end)) < 0) end++;
    take(text.substring(at, end), end);
  }

  private void take(String token, int end) {
    tokens.add(new Located<>(token, file.span(at, end)));
    at = end;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
