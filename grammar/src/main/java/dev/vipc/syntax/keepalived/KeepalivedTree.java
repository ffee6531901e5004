package dev.vipc.syntax.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.WordPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Builds blocks and directives from words, braces and line ends as the parser meets them. */
final class KeepalivedTree {
  /** keepalived's own keywords need five; more is left for what a newer release may bring. */
  private static final int MAX_DEPTH = 64;

  /** A block whose closing brace has not come yet. */
  private record Open(List<Word> head, Span brace, List<Statement> body) {
    int start() {
      return head.isEmpty() ? brace.start() : head.getFirst().span().start();
    }
  }

  private final SourceFile file;
  private final String text;
  private final Reporter out;
  private final List<Span> comments = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Statement> top = new ArrayList<>();
  private List<Statement> body = top;
  private final List<Word> words = new ArrayList<>();

  /** Whether the last statement of the body is a line whose brace may still follow. */
  private boolean awaitsBrace;

  private int tooDeep;
  private boolean afterStrayClose;
  private final WordPool pool;
  private boolean nulSeen;

  KeepalivedTree(SourceFile file, Reporter out) {
    this.file = file;
    this.text = file.text();
    this.out = out;
    this.pool = new WordPool(text);
  }

  void word(Token token) {
    Span span = file.span(token.getStartIndex(), token.getStopIndex() + 1);
    words.add(new Word(value(token.getType(), span), span));
    afterStrayClose = false;
  }

  /** A comment, or text that keepalived does not read. */
  void rest(Token token) {
    int start = token.getStartIndex();
    int end = token.getStopIndex() + 1;
    while (end > start && text.charAt(end - 1) == '\r') end--;
    comments.add(file.span(start, end));
    if (token.getType() == KeepalivedLexer.NUL) nul(start);
  }

  void endLine() {
    if (words.isEmpty()) return;
    endDirective();
    awaitsBrace = true;
  }

  void open(Token token) {
    Span brace = file.span(token.getStartIndex(), token.getStopIndex() + 1);
    List<Word> head = takeHead();
    awaitsBrace = false;
    afterStrayClose = false;
    if (open.size() == MAX_DEPTH) {
      if (!head.isEmpty()) body.add(directive(head));
      if (tooDeep++ == 0)
        report(
            SyntaxFaults.TOO_DEEP,
            brace,
            "blocks are nested more than " + MAX_DEPTH + " deep from here on",
            "remove superfluous opening braces");
      return;
    }
    if (head.isEmpty() && !insideHeadless())
      report(
          SyntaxFaults.STRAY_OPENING_BRACE,
          brace,
          "this `{` follows no keyword",
          "write the block's keyword before it, or remove it and its `}`");
    Open block = new Open(head, brace, new ArrayList<>());
    open.push(block);
    body = block.body();
  }

  void close(Token token) {
    endDirective();
    awaitsBrace = false;
    Span brace = file.span(token.getStartIndex(), token.getStopIndex() + 1);
    if (tooDeep > 0) {
      tooDeep--;
    } else if (open.isEmpty()) {
      if (!afterStrayClose)
        report(
            SyntaxFaults.STRAY_CLOSING_BRACE,
            brace,
            "this `}` closes no block",
            "remove it, or look for a block above that is closed too early");
      afterStrayClose = true;
    } else {
      closeBlock(brace.end());
    }
  }

  /** The end of the file. */
  void end() {
    endDirective();
    if (open.isEmpty()) return;
    Open outermost = open.getLast();
    report(
        SyntaxFaults.MISSING_CLOSING_BRACE,
        outermost.brace(),
        outermost.head().isEmpty()
            ? "this block is not closed before the file ends"
            : "the block `%s` is not closed before the file ends"
                .formatted(
                    outermost
                        .head()
                        .getFirst()
                        .span()
                        .to(outermost.head().getLast().span())
                        .text()),
        "write the missing `}`");
    while (!open.isEmpty()) closeBlock(lastEnd());
  }

  Document document() {
    return new Document(file, top, comments);
  }

  private List<Word> takeHead() {
    if (!words.isEmpty()) {
      List<Word> head = List.copyOf(words);
      words.clear();
      return head;
    }
    return awaitsBrace ? body.removeLast().words() : List.of();
  }

  private boolean insideHeadless() {
    return !open.isEmpty() && open.peek().head().isEmpty();
  }

  private void endDirective() {
    if (words.isEmpty()) return;
    body.add(directive(List.copyOf(words)));
    words.clear();
  }

  private Statement directive(List<Word> line) {
    return new Statement.Directive(line, line.getFirst().span().to(line.getLast().span()));
  }

  private void closeBlock(int end) {
    Open block = open.pop();
    body = open.isEmpty() ? top : open.peek().body();
    body.add(new Statement.Block(block.head(), block.body(), file.span(block.start(), end)));
  }

  /** The end of what the innermost open block holds. */
  private int lastEnd() {
    return body.isEmpty() ? open.element().brace().end() : body.getLast().span().end();
  }

  private String value(int type, Span span) {
    return switch (type) {
      case KeepalivedLexer.WORD -> pool.word(span.start(), span.end());
      case KeepalivedLexer.ESCAPED -> span.text().replaceAll("\\\\([#!])", "$1");
      case KeepalivedLexer.QUOTED -> span.part(1, span.end() - span.start() - 1).text();
      default -> unterminated(span);
    };
  }

  private String unterminated(Span span) {
    report(
        SyntaxFaults.UNTERMINATED_QUOTE,
        span.part(0, 1),
        "this quote is not closed on its line",
        "close it on the same line");
    return span.part(1, span.end() - span.start()).text();
  }

  private void nul(int at) {
    if (nulSeen) return;
    nulSeen = true;
    report(
        SyntaxFaults.NUL_BYTE,
        file.span(at, at + 1),
        "the file holds a NUL byte here",
        "save the file as UTF-8 text");
  }

  private void report(RuleMeta fault, Span span, String message, String help) {
    out.report(Diagnostic.of(fault, span, message).help(help));
  }
}
