package dev.vipc.syntax.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Builds blocks and directives from words, braces and line ends as the parser meets them. */
final class KeepalivedTree {
  /** keepalived's own keywords need five; more is left for what a newer release may bring. */
  private static final int MAX_DEPTH = 64;

  /** A block whose closing brace has not come yet. */
  private record Open(
      List<Word> head, Optional<String> indentation, Span brace, List<Statement> body) {
    int start() {
      return head.isEmpty() ? brace.start() : head.getFirst().span().start();
    }
  }

  /** A block that ends at a brace which, by its indentation, is meant to end another. */
  private record Suspect(Open block, Span closedAt) {}

  private final SourceFile file;
  private final String text;
  private final Reporter out;
  private final KeepalivedWords words;
  private final List<Span> comments = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Statement> top = new ArrayList<>();
  private List<Statement> body = top;

  /** Whether the last statement of the body is a line whose brace may still follow. */
  private boolean awaitsBrace;

  /** Where the current line starts, and where its text does. */
  private int lineStart;

  private int lineText;

  /** The blanks before the last head, where it was the first of its line. */
  private Optional<String> headIndentation = Optional.empty();

  /** Whether the line belongs to a definition, which a backslash continues on the next line. */
  private boolean inDefinition;

  private int tooDeep;
  private boolean afterStrayClose;
  private boolean nulSeen;
  private boolean templateSeen;
  private Optional<Suspect> suspect = Optional.empty();

  KeepalivedTree(SourceFile file, Reporter out) {
    this.file = file;
    this.text = file.text();
    this.out = out;
    this.words = new KeepalivedWords(file, out);
  }

  /** A new line, with the blank lines before it and its indentation. */
  void indent(Token newline) {
    lineText = newline.getStopIndex() + 1;
    lineStart = text.lastIndexOf('\n', newline.getStopIndex()) + 1;
    int end = newline.getStartIndex();
    while (end > 0 && text.charAt(end - 1) == '\r') end--;
    inDefinition = inDefinition && end > 0 && text.charAt(end - 1) == '\\';
  }

  void word(Token token) {
    if (words.isEmpty()) headIndentation = indentationAt(token.getStartIndex());
    if (token.getType() == KeepalivedLexer.DEFINITION) inDefinition = true;
    words.add(token);
    if (token.getType() == KeepalivedLexer.TEMPLATED)
      mark(text.indexOf("{{", token.getStartIndex()));
    afterStrayClose = false;
  }

  void include(Token token) {
    words.addInclude(token);
    afterStrayClose = false;
  }

  /** A comment, or text that keepalived does not read. */
  void rest(Token token) {
    int start = token.getStartIndex();
    int end = token.getStopIndex() + 1;
    while (end > start && text.charAt(end - 1) == '\r') end--;
    comments.add(file.span(start, end));
    if (token.getType() == KeepalivedLexer.NUL) nul(start);
    else if (!inDefinition && backslashes(end) % 2 == 1) commentEndsInBackslash(end - 1);
  }

  private int backslashes(int end) {
    int count = 0;
    while (count < end && text.charAt(end - count - 1) == '\\') count++;
    return count;
  }

  private void commentEndsInBackslash(int at) {
    boolean alone = words.isEmpty();
    if (!alone && words.endsInQuote()) return;
    if (!alone) words.appendBackslash();
    out.report(
        Diagnostic.of(
                SyntaxFaults.COMMENT_ENDS_IN_BACKSLASH,
                file.span(at, at + 1),
                alone
                    ? "keepalived reads this backslash as a keyword"
                    : "keepalived adds this backslash to the word before the comment")
            .as(alone ? Severity.ERROR : Severity.WARNING)
            .help("end the comment in another character"));
  }

  /** A statement of a template. */
  void template(Token token) {
    comments.add(span(token));
    mark(token.getStartIndex());
  }

  private void mark(int at) {
    if (templateSeen) return;
    templateSeen = true;
    report(
        SyntaxFaults.TEMPLATE,
        file.span(at, at + 2),
        "this is a mark of a template, not of keepalived",
        "lint the file that the template engine makes of it");
  }

  void endLine() {
    if (words.isEmpty()) return;
    if (!inDefinition) words.joinBackslash();
    endDirective();
    awaitsBrace = true;
  }

  void open(Token token) {
    Span brace = span(token);
    List<Word> head = takeHead();
    awaitsBrace = false;
    afterStrayClose = false;
    if (open.size() == MAX_DEPTH) {
      if (!head.isEmpty()) body.add(directive(head));
      openTooDeep(brace);
      return;
    }
    if (head.isEmpty() && !insideHeadless())
      report(
          SyntaxFaults.STRAY_OPENING_BRACE,
          brace,
          "this `{` follows no keyword",
          "write the block's keyword before it, or remove it and its `}`");
    Open block = new Open(head, headIndentation, brace, new ArrayList<>());
    open.push(block);
    body = block.body();
  }

  void close(Token token) {
    endDirective();
    awaitsBrace = false;
    Span brace = span(token);
    if (tooDeep > 0) tooDeep--;
    else if (open.isEmpty()) strayClose(brace);
    else {
      suspect(brace);
      closeBlock(brace.end());
    }
  }

  /** The end of the file. */
  void end() {
    if (open.isEmpty()) return;
    Open unclosed = suspect.map(Suspect::block).orElse(open.getLast());
    Diagnostic missing =
        Diagnostic.of(
                SyntaxFaults.MISSING_CLOSING_BRACE,
                unclosed.brace(),
                unclosed.head().isEmpty()
                    ? "this block is not closed"
                    : "the block `%s` is not closed".formatted(headText(unclosed)))
            .help("write the missing `}`");
    out.report(
        suspect
            .map(s -> missing.also(s.closedAt(), "this `}` is indented to close another block"))
            .orElse(missing));
    while (!open.isEmpty()) closeBlock(lastEnd());
  }

  Document document() {
    return new Document(file, top, comments);
  }

  private List<Word> takeHead() {
    if (!words.isEmpty()) return words.take();
    return awaitsBrace ? body.removeLast().words() : List.of();
  }

  private boolean insideHeadless() {
    return !open.isEmpty() && open.element().head().isEmpty();
  }

  private void openTooDeep(Span brace) {
    if (tooDeep++ > 0) return;
    report(
        SyntaxFaults.TOO_DEEP,
        brace,
        "blocks are nested more than %d deep from here on".formatted(MAX_DEPTH),
        "remove superfluous opening braces");
  }

  private void endDirective() {
    if (!words.isEmpty()) body.add(directive(words.take()));
  }

  private static Statement directive(List<Word> line) {
    return new Statement.Directive(line, line.getFirst().span().to(line.getLast().span()));
  }

  private void strayClose(Span brace) {
    if (!afterStrayClose)
      report(
          SyntaxFaults.STRAY_CLOSING_BRACE,
          brace,
          "this `}` closes no block",
          "remove it, or look above it for a block that lacks its `{` or is closed too early");
    afterStrayClose = true;
  }

  /** Remembers the first block whose closing brace stands further left than its head. */
  private void suspect(Span brace) {
    Open block = open.element();
    if (suspect.isPresent()) return;
    Optional<String> close = indentationAt(brace.start());
    boolean closedLeft =
        block.indentation().stream()
            .anyMatch(h -> close.filter(c -> !c.equals(h) && h.startsWith(c)).isPresent());
    if (closedLeft) suspect = Optional.of(new Suspect(block, brace));
  }

  /** The blanks before a place, where nothing else stands before it on its line. */
  private Optional<String> indentationAt(int start) {
    return start == lineText ? Optional.of(text.substring(lineStart, lineText)) : Optional.empty();
  }

  private void closeBlock(int end) {
    Open block = open.pop();
    body = open.isEmpty() ? top : open.element().body();
    body.add(new Statement.Block(block.head(), block.body(), file.span(block.start(), end)));
  }

  /** The end of what the innermost open block holds. */
  private int lastEnd() {
    return body.isEmpty() ? open.element().brace().end() : body.getLast().span().end();
  }

  private static String headText(Open block) {
    return block.head().getFirst().span().to(block.head().getLast().span()).text();
  }

  private void nul(int at) {
    if (nulSeen) return;
    nulSeen = true;
    out.report(
        Diagnostic.of(
                SyntaxFaults.NUL_BYTE, file.span(at, at + 1), "the file holds a NUL byte here")
            .as(Severity.WARNING)
            .help("save the file as UTF-8 text"));
  }

  private Span span(Token token) {
    return file.span(token.getStartIndex(), token.getStopIndex() + 1);
  }

  private void report(RuleMeta fault, Span span, String message, String help) {
    out.report(Diagnostic.of(fault, span, message).help(help));
  }
}
