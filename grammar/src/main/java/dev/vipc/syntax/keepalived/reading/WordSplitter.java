package dev.vipc.syntax.keepalived.reading;

import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits lines into words, in the two ways that keepalived has. */
public final class WordSplitter {
  private static final String BLANKS = " \t\f\n\r\u000B";

  private WordSplitter() {}

  /**
   * The words of a line. A word that begins with a double quote goes to the next one, without
   * escapes; a quote in the middle of a word ends the word. What follows a quote that is not closed
   * is left out.
   */
  static List<Word> plain(TracedText line) {
    List<Word> words = new ArrayList<>();
    String text = line.text();
    int at = 0;
    while (true) {
      while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) at++;
      if (at == text.length()) return words;
      boolean quoted = text.charAt(at) == '"';
      int end = quoted ? text.indexOf('"', at + 1) : endOfBare(text, at);
      if (end < 0) return words;
      words.add(
          new Word(
              text.substring(quoted ? at + 1 : at, end), line.span(at, quoted ? end + 1 : end)));
      at = quoted ? end + 1 : end;
    }
  }

  private static int endOfBare(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '"' && BLANKS.indexOf(text.charAt(at)) < 0)
      at++;
    return at;
  }

  /**
   * The words of a line or of a word, as the keywords split them that run programs: single and
   * double quotes, which may stand anywhere in a word, and C's escapes.
   *
   * @return absent where a quote is not closed or a backslash is the last character
   */
  public static Optional<List<Word>> escaped(TracedText line) {
    return new Escaped(line).words();
  }

  /** The same for the value of a word, which stands where the word does. */
  public static Optional<List<Word>> escaped(Word word) {
    return escaped(TracedText.at(word.span(), word.value()));
  }

  /** One reading with quotes and escapes. */
  private static final class Escaped {
    private final TracedText line;
    private final String text;
    private final StringBuilder value = new StringBuilder();
    private int at;

    Escaped(TracedText line) {
      this.line = line;
      this.text = line.text();
    }

    Optional<List<Word>> words() {
      List<Word> words = new ArrayList<>();
      while (true) {
        while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) at++;
        if (at == text.length()) return Optional.of(words);
        int start = at;
        value.setLength(0);
        if (!word()) return Optional.empty();
        words.add(new Word(value.toString(), line.span(start, at)));
      }
    }

    /** Reads up to a blank outside of quotes; whether the word is whole. */
    private boolean word() {
      char quote = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\\') {
          if (++at == text.length()) return false;
          escape();
          continue;
        }
        if (quote == 0 && BLANKS.indexOf(c) >= 0) return true;
        at++;
        if (quote != 0 && c == quote) quote = 0;
        else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
        else value.append(c);
      }
      return quote == 0;
    }

    private void escape() {
      char c = text.charAt(at);
      if (c == 'x' && at + 1 < text.length() && Character.digit(text.charAt(at + 1), 16) >= 0) {
        at++;
        value.append((char) (digits(16, Integer.MAX_VALUE) & 0xff));
      } else if (c == 'c' && at + 1 < text.length()) {
        value.append((char) (text.charAt(at + 1) & 0x1f));
        at += 2;
      } else if (c >= '0' && c <= '7') {
        value.append((char) (digits(8, 3) & 0xff));
      } else {
        at++;
        value.append(named(c));
      }
    }

    private int digits(int base, int most) {
      int number = 0;
      for (int i = 0; i < most && at < text.length(); i++, at++) {
        int digit = Character.digit(text.charAt(at), base);
        if (digit < 0) break;
        number = number * base + digit;
      }
      return number;
    }

    private static char named(char c) {
      return switch (c) {
        case 'a' -> '\u0007';
        case 'b' -> '\b';
        case 'E' -> '\u001b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'v' -> '\u000B';
        default -> c;
      };
    }
  }
}
