package dev.vipc.syntax.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.WordPool;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** Collects words to lines while the parser goes over the file. */
final class HaproxyLines {
  private static final int MAX_WORDS = 64;
  private static final Pattern SCOPE = Pattern.compile("\\[[ \\t]*[A-Za-z0-9_.:-]+[ \\t]*][ \\t]*");

  private final SourceFile file;
  private final String text;
  private final Reporter out;
  private final List<Statement> lines = new ArrayList<>();
  private final List<Span> comments = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();
  private final WordPool pool;
  private boolean nulSeen;

  HaproxyLines(SourceFile file, Reporter out) {
    this.file = file;
    this.text = file.text();
    this.out = out;
    this.pool = new WordPool(text);
  }

  void word(Token token) {
    Span span = file.span(token.getStartIndex(), token.getStopIndex() + 1);
    words.add(
        switch (token.getType()) {
          case HaproxyLexer.WORD -> new Word(pool.word(span.start(), span.end()), span);
          case HaproxyLexer.UNTERMINATED -> unterminated(span);
          default -> new Word(new QuotedWord(span, out).value(), span);
        });
  }

  /** A comment, or text that HAProxy does not read. */
  void rest(Token token) {
    int start = token.getStartIndex();
    int end = token.getStopIndex() + 1;
    while (end > start && text.charAt(end - 1) == '\r') end--;
    if (end == start) return;
    Span span = file.span(start, end);
    comments.add(span);
    if (token.getType() == HaproxyLexer.UNREAD) hidden(span);
    if (token.getType() == HaproxyLexer.NUL) nul(start);
  }

  void end() {
    if (words.isEmpty()) return;
    List<Word> line = text.charAt(words.getFirst().span().start()) == '[' ? scope() : words;
    if (line.size() > MAX_WORDS) tooMany(line);
    Span span = file.span(line.getFirst().span().start(), line.getLast().span().end());
    lines.add(new Statement.Directive(List.copyOf(line), span));
    words.clear();
  }

  Document document() {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') noNewline();
    return new Document(file, lines, comments);
  }

  /** HAProxy does not split a line such as {@code [agent]} that opens a scope. */
  private List<Word> scope() {
    Span whole = words.getFirst().span().to(words.getLast().span());
    if (!SCOPE.matcher(whole.text()).matches())
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
