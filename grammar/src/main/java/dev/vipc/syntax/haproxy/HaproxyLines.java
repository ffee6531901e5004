package dev.vipc.syntax.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.LexerTable;
import dev.vipc.syntax.lexing.TextWindow;
import dev.vipc.syntax.lexing.WordPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts the tokens of one file together to lines, as HaproxyParser.g4 says, and hands each on. */
final class HaproxyLines {
  private static final LexerTable TABLE = LexerTable.of(HaproxyLexerTable.TEXT);
  private static final int MAX_WORDS = 64;
  private static final String SCOPE = "\\[[ \\t]*[A-Za-z0-9_.:-]+[ \\t]*][ \\t]*";

  private final SourceFile file;
  private final String text;
  private final Reporter out;
  private final Consumer<Statement.Directive> lines;
  private final Consumer<Span> comments;
  private final List<Word> words = new ArrayList<>();
  private final int limit;
  private final TextWindow tokens;
  private final WordPool pool;
  private final RepeatedTail tail;

  /** Whether the line has neither quotes nor escapes nor a comment so far. */
  private boolean plain = true;

  private boolean nulSeen;

  HaproxyLines(
      SourceFile file,
      int start,
      int limit,
      Reporter out,
      Consumer<Statement.Directive> lines,
      Consumer<Span> comments) {
    this.file = file;
    this.text = file.text();
    this.out = out;
    this.lines = lines;
    this.comments = comments;
    this.tokens = new TextWindow(TABLE, file, start, limit);
    this.limit = limit;
    this.pool = new WordPool(text);
    this.tail = new RepeatedTail(file);
  }

  void read() {
    while (tokens.next()) token();
    end();
    if (limit > 0 && limit == text.length() && text.charAt(limit - 1) != '\n') noNewline();
  }

  private void token() {
    switch (tokens.type()) {
      case HaproxyLexer.BLANK -> {}
      case HaproxyLexer.WORD -> word();
      case HaproxyLexer.QUOTED -> quoted(new Word(new QuotedWord(span(), out).value(), span()));
      case HaproxyLexer.UNTERMINATED -> quoted(unterminated(span()));
      case HaproxyLexer.NEWLINE -> newline();
      default -> rest();
    }
  }

  private void word() {
    words.add(new Word(tokens.text(pool), file, tokens.start(), tokens.end()));
    RepeatedWords line = isScope() ? null : tail.behind(words, tokens);
    if (line == null) return;
    words.clear();
    lines.accept(new Statement.Directive(line, line.span()));
  }

  private void quoted(Word word) {
    words.add(word);
    plain = false;
  }

  private void newline() {
    if (plain && words.size() <= MAX_WORDS) tail.remember(words, tokens.start());
    end();
  }

  private Span span() {
    return file.span(tokens.start(), tokens.end());
  }

  /** A comment, or text that HAProxy does not read. */
  private void rest() {
    plain = false;
    int start = tokens.start();
    int end = tokens.end();
    while (end > start && text.charAt(end - 1) == '\r') end--;
    if (end == start) return;
    Span span = file.span(start, end);
    comments.accept(span);
    if (tokens.type() == HaproxyLexer.UNREAD) hidden(span);
    if (tokens.type() == HaproxyLexer.NUL) nul(start);
  }

  private void end() {
    plain = true;
    if (words.isEmpty()) return;
    List<Word> line = isScope() ? scope() : List.copyOf(words);
    if (line.size() > MAX_WORDS) tooMany(line);
    Span span = file.span(line.getFirst().start(), line.getLast().end());
    words.clear();
    lines.accept(new Statement.Directive(line, span));
  }

  private boolean isScope() {
    return text.charAt(words.getFirst().start()) == '[';
  }

  /** HAProxy does not split a line such as {@code [agent]} that opens a scope. */
  private List<Word> scope() {
    Span whole = words.getFirst().span().to(words.getLast().span());
    if (!whole.text().matches(SCOPE))
      out.report(
          Diagnostic.of(
                  SyntaxFaults.BAD_SCOPE, whole, "a line that begins with `[` must be `[name]`")
              .help("put the first word in quotes, or remove the line"));
    return List.of(new Word(whole.text(), whole));
  }

  private Word unterminated(Span span) {
    QuotedWord word = new QuotedWord(span, out);
    String value = word.value();
    out.report(
        Diagnostic.of(
                SyntaxFaults.UNTERMINATED_QUOTE,
                span.part(word.openQuote(), word.openQuote() + 1),
                "this quote is not closed on its line")
            .help("close it, or write a backslash before it where it is meant as a character"));
    return new Word(value, span);
  }

  private void hidden(Span span) {
    if (span.text().isBlank()) return;
    out.report(
        Diagnostic.of(
                SyntaxFaults.HIDDEN_TEXT,
                span,
                "this text stands behind a carriage return and is not read")
            .help("put it on a line of its own"));
  }

  private void nul(int at) {
    if (nulSeen) return;
    nulSeen = true;
    out.report(
        Diagnostic.of(
                SyntaxFaults.NUL_BYTE, file.span(at, at + 1), "the file holds a NUL byte here")
            .help("save the file as UTF-8 text"));
  }

  private void tooMany(List<Word> line) {
    out.report(
        Diagnostic.of(
                SyntaxFaults.TOO_MANY_WORDS,
                line.get(MAX_WORDS).span(),
                "the line has %d words, HAProxy reads at most %d".formatted(line.size(), MAX_WORDS))
            .help("split the line"));
  }

  private void noNewline() {
    Span end = file.span(text.length(), text.length());
    out.report(
        Diagnostic.of(
                SyntaxFaults.NO_NEWLINE_AT_END, end, "the last line does not end in a newline")
            .help("end the file with a newline")
            .fix(Fix.replace(end, "\n", "add the newline")));
  }
}
