package dev.vipc.lower.firewall;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/** The words of a line as a shell or iptables-restore splits it: quotes taken off. */
final class Words {
  private Words() {}

  /** The lines of a file with something on them; a backslash at the end joins the next. */
  static List<List<Located<String>>> lines(SourceFile file) {
    List<List<Located<String>>> lines = new ArrayList<>();
    List<Located<String>> line = new ArrayList<>();
    String text = file.text();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean joined =
          c == '\\' && (text.startsWith("\n", at + 1) || text.startsWith("\r\n", at + 1));
      if (joined) {
        at = text.indexOf('\n', at) + 1;
      } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
        if (!line.isEmpty()) lines.add(line);
        line = new ArrayList<>();
        at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        at = lineEnd(text, at);
      } else {
        Located<String> word = word(file, at);
        line.add(word);
        at = word.span().end();
      }
    }
    if (!line.isEmpty()) lines.add(line);
    return lines;
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private static Located<String> word(SourceFile file, int start) {
    String text = file.text();
    StringBuilder word = new StringBuilder();
    int at = start;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && ";&|".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      int close = c == '"' || c == '\'' ? text.indexOf(c, at + 1) : -1;
      if (close >= 0 && close < lineEnd(text, at)) {
        word.append(text, at + 1, close);
        at = close + 1;
      } else {
        word.append(c);
        at++;
      }
    }
    return new Located<>(word.toString(), file.span(start, at));
  }

  /** The place of a line's words from the first to the last. */
  static Span span(List<Located<String>> words) {
    return words.getFirst().span().to(words.getLast().span());
  }
}
