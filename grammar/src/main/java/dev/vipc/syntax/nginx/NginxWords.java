package dev.vipc.syntax.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.WordPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** The words of the statement that is being read. */
final class NginxWords {
  /** NGX_CONF_BUFFER. */
  private static final int BUFFER_BYTES = 4096;

  private static final String MAY_FOLLOW_QUOTE = " \t\r\n;{)";

  /** What a backslash stands before, and what the two mean; before others it is itself. */
  private static final String ESCAPES = "\"'\\trn";

  private static final String MEANINGS = "\"'\\\t\r\n";

  private final SourceFile file;
  private final String text;
  private final Reporter out;
  private final WordPool pool;
  private final List<Word> words = new ArrayList<>();
  private Optional<Word> lua = Optional.empty();
  private boolean unterminated;

  NginxWords(SourceFile file, Reporter out) {
    this.file = file;
    this.text = file.text();
    this.out = out;
    this.pool = new WordPool(text);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** Whether a quote of the statement runs to the end of the file. */
  boolean unterminated() {
    return unterminated;
  }

  void add(Token token) {
    int start = token.getStartIndex();
    int end = token.getStopIndex() + 1;
    switch (token.getType()) {
      case NginxLexer.QUOTED -> quoted(start, end);
      case NginxLexer.UNTERMINATED -> unterminated(start, end);
      case NginxLexer.WORD, NginxLexer.LUA ->
          words.add(new Word(pool.word(start, end), file, start, end));
      default -> words.add(new Word(unescaped(start, end), file, start, end));
    }
    checkLength(content(token, start, end));
  }

  private Span content(Token token, int start, int end) {
    return switch (token.getType()) {
      case NginxLexer.QUOTED -> file.span(start + 1, end - 1);
      case NginxLexer.UNTERMINATED -> file.span(start + 1, end);
      default -> file.span(start, end);
    };
  }

  /** The text of a block in Lua, blanks around it left out. */
  void lua(int from, int until) {
    int start = from;
    int end = until;
    while (start < end && Character.isWhitespace(text.charAt(start))) start++;
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
    if (start < end) lua = Optional.of(new Word(text.substring(start, end), file, start, end));
  }

  /** That of the block that begins now. */
  Optional<Word> takeLua() {
    Optional<Word> taken = lua;
    lua = Optional.empty();
    return taken;
  }

  /** The statement's words; the next one begins. */
  List<Word> take() {
    List<Word> taken = List.copyOf(words);
    words.clear();
    unterminated = false;
    return taken;
  }

  /** nginx's buffer holds an argument, or a comment, as a whole. */
  void checkLength(Span content) {
    int length = content.end() - content.start();
    if (length < BUFFER_BYTES / 3) return;
    Span counted = content.part(0, Math.min(length, BUFFER_BYTES));
    if (Utf8.encode(counted.text()).length < BUFFER_BYTES) return;
    out.report(
        Diagnostic.of(
                NginxFaults.PARAMETER_TOO_LONG,
                content.part(0, 1),
                "from here on %d bytes and more belong together, which nginx cannot hold"
                    .formatted(BUFFER_BYTES))
            .help("shorten it, or look for a quote that is not closed"));
  }

  private void quoted(int start, int end) {
    words.add(new Word(unescaped(start + 1, end - 1), file, start, end));
    if (end == text.length() || MAY_FOLLOW_QUOTE.indexOf(text.charAt(end)) >= 0) return;
    out.report(
        Diagnostic.of(
                NginxFaults.TEXT_AFTER_QUOTE,
                file.span(end, end + 1),
                "`%s` stands right behind a closing quote".formatted(text.charAt(end)))
            .help("put the whole argument in quotes, or write a blank between two arguments"));
  }

  private void unterminated(int start, int end) {
    unterminated = true;
    words.add(new Word(unescaped(start + 1, end), file, start, end));
    out.report(
        Diagnostic.of(
                SyntaxFaults.UNTERMINATED_QUOTE,
                file.span(start, start + 1),
                "this quote is not closed before the file ends")
            .help("close it at the end of the argument"));
  }

  private String unescaped(int start, int end) {
    StringBuilder value = new StringBuilder(end - start);
    for (int at = start; at < end; at++) {
      char c = text.charAt(at);
      int escape = c == '\\' && at + 1 < end ? ESCAPES.indexOf(text.charAt(at + 1)) : -1;
      value.append(escape < 0 ? c : MEANINGS.charAt(escape));
      if (escape >= 0) at++;
    }
    return value.toString();
  }
}
