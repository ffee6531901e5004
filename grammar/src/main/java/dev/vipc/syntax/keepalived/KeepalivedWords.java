package dev.vipc.syntax.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.WordPool;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** The words of the line that is being read. */
final class KeepalivedWords {
  private static final Pattern ESCAPED_COMMENT = Pattern.compile("\\\\([#!])");
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final SourceFile file;
  private final String text;
  private final Reporter out;
  private final WordPool pool;
  private final List<Word> words = new ArrayList<>();

  /** How many quotes stand in words with an escape, and where the last of them does. */
  private int quotes;

  private int lastQuote;

  KeepalivedWords(SourceFile file, Reporter out) {
    this.file = file;
    this.text = file.text();
    this.out = out;
    this.pool = new WordPool(text);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  void add(Token token) {
    int start = token.getStartIndex();
    int end = token.getStopIndex() + 1;
    switch (token.getType()) {
      case KeepalivedLexer.WORD -> add(pool.word(start, end), start, end);
      case KeepalivedLexer.QUOTED -> {
        add(text.substring(start + 1, end - 1), start, end);
        countQuotes(start, end);
      }
      case KeepalivedLexer.UNTERMINATED -> {
        int last = withoutReturns(end);
        add(text.substring(start + 1, last), start, last);
        unterminated(start);
      }
      case KeepalivedLexer.DEFINITION -> definition(start, trimmed(start, end));
      default -> {
        add(ESCAPED_COMMENT.matcher(text.substring(start, end)).replaceAll("$1"), start, end);
        countQuotes(start, end);
      }
    }
  }

  /** An include's keyword and its pattern, which may hold blanks. */
  void addInclude(Token token) {
    int start = token.getStartIndex();
    int end = trimmed(start, token.getStopIndex() + 1);
    int keyword = start;
    while (keyword < end && !isBlank(text.charAt(keyword))) keyword++;
    int pattern = keyword;
    while (pattern < end && isBlank(text.charAt(pattern))) pattern++;
    add(text.substring(start, keyword), start, keyword);
    if (pattern < end) add(text.substring(pattern, end), pattern, end);
  }

  /**
   * keepalived removes the blanks before a backslash that ends the line, so the backslash becomes
   * part of the word before it, unless that is quoted.
   */
  void joinBackslash() {
    if (words.size() < 2 || !words.getLast().span().text().equals("\\")) return;
    Word joined = words.get(words.size() - 2);
    Span backslash = words.getLast().span();
    String between = text.substring(joined.span().end(), backslash.start());
    if (!endsLine(backslash.end()) || endsInQuote(joined) || !BLANKS.matcher(between).matches())
      return;
    words.removeLast();
    words.removeLast();
    words.add(new Word(joined.value() + "\\", joined.span().to(backslash)));
  }

  /** Puts the backslash that ends a comment behind the word before it, as keepalived does. */
  void appendBackslash() {
    Word last = words.removeLast();
    words.add(new Word(last.value() + "\\", last.span()));
  }

  boolean endsInQuote() {
    return endsInQuote(words.getLast());
  }

  /** The line's words; the next line begins. */
  List<Word> take() {
    if (quotes % 2 == 1) unterminated(lastQuote);
    quotes = 0;
    List<Word> taken = List.copyOf(words);
    words.clear();
    return taken;
  }

  private void add(String value, int start, int end) {
    words.add(new Word(value, file.span(start, end)));
  }

  /** One word, since the value is the rest of the line whatever stands in it. */
  private void definition(int start, int end) {
    add(text.substring(start, end), start, end);
    boolean open = false;
    for (int at = start; at < end; at++) {
      if (text.charAt(at) == '\\') at++;
      else if (text.charAt(at) == '"') {
        open = !open;
        lastQuote = at;
      }
    }
    if (open) unterminated(lastQuote);
  }

  /**
   * keepalived takes an escaped quote for none where it looks for comments, and for one where it
   * splits words, so an odd number is a fault even if each quote seems to be closed.
   */
  private void countQuotes(int start, int end) {
    for (int at = start; at < end; at++) {
      if (text.charAt(at) != '"') continue;
      quotes++;
      lastQuote = at;
    }
  }

  private void unterminated(int at) {
    quotes = 0;
    out.report(
        Diagnostic.of(
                SyntaxFaults.UNTERMINATED_QUOTE,
                file.span(at, at + 1),
                "this quote is not closed on its line")
            .help("close it on the same line"));
  }

  private boolean endsInQuote(Word word) {
    return text.charAt(word.span().end() - 1) == '"';
  }

  private boolean endsLine(int at) {
    return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private int withoutReturns(int end) {
    int last = end;
    while (text.charAt(last - 1) == '\r') last--;
    return last;
  }

  private int trimmed(int start, int end) {
    int trimmed = end;
    while (trimmed > start && isBlank(text.charAt(trimmed - 1))) trimmed--;
    return trimmed;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\u000B';
  }
}
