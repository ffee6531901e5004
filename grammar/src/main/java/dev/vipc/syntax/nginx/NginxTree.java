package dev.vipc.syntax.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.SourceChars;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Builds blocks and directives from words, braces and semicolons as the parser meets them. */
final class NginxTree {
  /** Locations may be nested without limit; nobody nests them so deep. */
  private static final int MAX_DEPTH = 64;

  /** A block whose closing brace has not come yet. */
  private record Open(List<Word> head, Span brace, List<Statement> body) {
    int start() {
      return head.isEmpty() ? brace.start() : head.getFirst().start();
    }

    String name() {
      return head.isEmpty() ? "" : head.getFirst().value();
    }
  }

  private final SourceFile file;
  private final String text;
  private final SourceChars chars;
  private final Reporter out;
  private final NginxWords words;
  private final List<Span> comments = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Statement> top = new ArrayList<>();
  private List<Statement> body = top;
  private int tooDeep;
  private boolean afterStrayClose;
  private boolean templateSeen;

  NginxTree(SourceFile file, SourceChars chars, Reporter out) {
    this.file = file;
    this.text = file.text();
    this.chars = chars;
    this.out = out;
    this.words = new NginxWords(file, out);
  }

  void word(Token token) {
    if (token.getType() == NginxLexer.TEMPLATED) mark(token.getStartIndex());
    words.add(token);
    afterStrayClose = false;
  }

  /**
   * A keyword of Lua: the lexer goes on at the end of the block that follows.
   *
   * @param next the token behind it, already read
   */
  void lua(Token token, Token next) {
    boolean first = words.isEmpty();
    word(token);
    if (!first || next.getType() != NginxLexer.OPEN) return;
    int from = next.getStopIndex() + 1;
    int end = LuaText.end(text, from);
    chars.seek(end);
    words.lua(from, end);
  }

  /** A comment, or a statement of a template. */
  void rest(Token token) {
    int end = token.getStopIndex() + 1;
    while (text.charAt(end - 1) == '\r') end--;
    Span span = file.span(token.getStartIndex(), end);
    comments.add(span);
    if (token.getType() == NginxLexer.TEMPLATE) mark(span.start());
    else words.checkLength(span);
  }

  private void mark(int at) {
    if (templateSeen) return;
    templateSeen = true;
    int braces = text.indexOf('{', at);
    out.report(
        Diagnostic.of(
                SyntaxFaults.TEMPLATE,
                file.span(braces, braces + 2),
                "this is a mark of a template, not of nginx")
            .help("lint the file that the template engine makes of it"));
  }

  void endStatement(Token token) {
    Span semicolon = span(token);
    afterStrayClose = false;
    if (!words.isEmpty()) body.add(directive(words.take(), semicolon.end()));
    else
      out.report(
          Diagnostic.of(NginxFaults.STRAY_SEMICOLON, semicolon, "this `;` ends no directive")
              .help("delete it")
              .fix(Fix.replace(semicolon, "", "delete the `;`")));
  }

  void open(Token token) {
    Span brace = span(token);
    afterStrayClose = false;
    List<Word> head = words.take();
    if (open.size() == MAX_DEPTH) {
      if (!head.isEmpty()) body.add(directive(head, head.getLast().end()));
      openTooDeep(brace);
      return;
    }
    if (head.isEmpty() && (open.isEmpty() || !open.element().head().isEmpty()))
      out.report(
          Diagnostic.of(SyntaxFaults.STRAY_OPENING_BRACE, brace, "this `{` follows no directive")
              .help("write the block's directive before it, or remove it and its `}`"));
    Open block = new Open(head, brace, new ArrayList<>());
    open.push(block);
    body = block.body();
    words.takeLua().ifPresent(code -> body.add(directive(List.of(code), code.end())));
  }

  void close(Token token) {
    Span brace = span(token);
    if (!words.isEmpty()) unfinished("before this `}`", brace);
    if (tooDeep > 0) tooDeep--;
    else if (open.isEmpty()) strayClose(brace);
    else closeBlock(brace.end());
  }

  /** The end of the file. */
  void end() {
    if (!words.isEmpty())
      unfinished("before the file ends", file.span(text.length(), text.length()));
    if (open.isEmpty()) return;
    Open unclosed = open.element();
    out.report(
        Diagnostic.of(
                SyntaxFaults.MISSING_CLOSING_BRACE,
                unclosed.brace(),
                unclosed.head().isEmpty()
                    ? "this block is not closed"
                    : "the block `%s` is not closed".formatted(unclosed.name()))
            .help("write the missing `}`"));
    while (!open.isEmpty()) closeBlock(lastEnd());
  }

  Document document() {
    return new Document(file, top, comments);
  }

  /** A directive without its semicolon. */
  private void unfinished(String where, Span before) {
    boolean quoteIsTheCause = words.unterminated();
    List<Word> line = words.take();
    Word last = line.getLast();
    body.add(directive(line, last.end()));
    if (quoteIsTheCause) return;
    Diagnostic finding =
        Diagnostic.of(
                NginxFaults.MISSING_SEMICOLON,
                last.span(),
                "`%s` is not ended by `;` %s".formatted(line.getFirst().value(), where))
            .help("write `;` behind `%s`".formatted(last.value()))
            .fix(Fix.replace(file.span(last.end(), last.end()), ";", "write the missing `;`"));
    out.report(before.start() == before.end() ? finding : finding.also(before, "nginx stops here"));
  }

  private void openTooDeep(Span brace) {
    if (tooDeep++ > 0) return;
    out.report(
        Diagnostic.of(
                SyntaxFaults.TOO_DEEP,
                brace,
                "blocks are nested more than %d deep from here on".formatted(MAX_DEPTH))
            .help("remove superfluous opening braces"));
  }

  private Statement directive(List<Word> line, int end) {
    return new Statement.Directive(line, file.span(line.getFirst().start(), end));
  }

  private void strayClose(Span brace) {
    if (!afterStrayClose)
      out.report(
          Diagnostic.of(SyntaxFaults.STRAY_CLOSING_BRACE, brace, "this `}` closes no block")
              .help("remove it, or look above it for a block that is closed too early"));
    afterStrayClose = true;
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

  private Span span(Token token) {
    return file.span(token.getStartIndex(), token.getStopIndex() + 1);
  }
}
