package dev.vipc.check.haproxy;

import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words of a line after the variables in its double quotes are replaced: {@code "$X"}, {@code
 * "${X}"}, {@code "${X-default}"}, and {@code "${X[*]}"}, which makes as many words as the value
 * has.
 */
final class Expansion {
  private static final char NONE = 0;

  private final Environment environment;

  Expansion(Environment environment) {
    this.environment = environment;
  }

  /** The same line where there is nothing to replace. */
  Directive of(Directive line) {
    for (Word word : line.words())
      if (word.value().indexOf('$') >= 0 && word.span().text().indexOf('"') >= 0)
        return replaced(line);
    return line;
  }

  private Directive replaced(Directive line) {
    List<Word> words = new ArrayList<>();
    for (Word word : line.words()) {
      String raw = word.span().text();
      if (word.value().indexOf('$') < 0 || raw.indexOf('"') < 0) words.add(word);
      else for (String value : new Splitter(raw).values()) words.add(new Word(value, word.span()));
    }
    if (words.isEmpty()) words.add(new Word("", line.words().getFirst().span()));
    return new Directive(words, line.span());
  }

  /** Reads one word's text again. */
  private final class Splitter {
    private final String raw;
    private final List<String> done = new ArrayList<>();
    private StringBuilder value = new StringBuilder();
    private char quote = NONE;
    private boolean vanishes;

    Splitter(String raw) {
      this.raw = raw;
    }

    List<String> values() {
      for (int at = 0; at < raw.length(); ) at = next(at);
      if (!value.isEmpty() || !vanishes) done.add(value.toString());
      return done;
    }

    private int next(int at) {
      char c = raw.charAt(at);
      if (c == '\\' && quote != '\'' && at + 1 < raw.length()) return escape(at);
      if (quote == NONE && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = NONE;
      } else if (c == '$' && quote == '"') {
        return variable(at + 1);
      } else {
        value.append(c);
      }
      return at + 1;
    }

    private int escape(int at) {
      char c = raw.charAt(at + 1);
      switch (c) {
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        case '\\', ' ', '#', '"', '\'' -> value.append(c);
        case '$' -> value.append(quote == '"' ? "$" : "\\$");
        default -> value.append('\\').append(c);
      }
      return at + 2;
    }

    /** Replaces the variable behind a {@code $}; tells where the text after it begins. */
    private int variable(int start) {
      boolean braces = start < raw.length() && raw.charAt(start) == '{';
      int nameStart = braces ? start + 1 : start;
      int nameEnd = nameStart;
      if (nameEnd < raw.length() && raw.charAt(nameEnd) == '.') nameEnd++;
      nameEnd = Environment.nameEnd(raw, nameEnd);
      Optional<String> known = environment.value(raw.substring(nameStart, nameEnd));
      if (!braces) {
        value.append(known.orElse(""));
        return Math.max(nameEnd, start);
      }
      boolean split = raw.startsWith("[*]", nameEnd);
      int at = split ? nameEnd + 3 : nameEnd;
      int close = raw.indexOf('}', at);
      if (close < 0) return raw.length();
      String otherwise = at < close && raw.charAt(at) == '-' ? raw.substring(at + 1, close) : "";
      append(known.orElse(otherwise), split);
      return close + 1;
    }

    private void append(String text, boolean split) {
      if (!split) {
        value.append(text);
        return;
      }
      vanishes = true;
      boolean first = true;
      for (String piece : text.strip().split("\\s+")) {
        if (!first) {
          done.add(value.toString());
          value = new StringBuilder();
        }
        value.append(piece);
        first = false;
      }
    }
  }
}
