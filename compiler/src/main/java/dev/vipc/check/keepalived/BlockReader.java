package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.KeepalivedLines;
import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.keepalived.reading.ProgramReader;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import dev.vipc.syntax.keepalived.reading.ReadingFaults;
import java.util.Optional;

/**
 * Reads blocks, keywords and entries in the order in which keepalived does (process_stream and
 * alloc_value_block of lib/parser.c). Where a brace is missing or too many, keepalived goes on with
 * wrong blocks and reports each line; this says it once and goes on with the right ones.
 */
final class BlockReader {
  private final ProgramReader lines;
  private final KeepalivedLines keywords;
  private final Handlers handlers;
  private final Builds builds;
  private final Reporter out;
  private int depth;

  /** Whether a finding tells already why the braces do not match. */
  private boolean bracesExplained;

  private boolean templateSeen;

  BlockReader(
      ProgramReader lines,
      KeepalivedLines keywords,
      Handlers handlers,
      Builds builds,
      Reporter out) {
    this.lines = lines;
    this.keywords = keywords;
    this.handlers = handlers;
    this.builds = builds;
    this.out = out;
  }

  /** Reads everything. */
  void read() {
    while (lines.peek().isPresent()) statements(keywords.root(), "", Optional.empty());
    if (depth > 0 && !bracesExplained) missingClose();
  }

  /**
   * Reads up to the brace that closes the block, or to the end.
   *
   * @param outer the keywords around a block without an opening brace, one of which ends it
   */
  private void statements(Place place, String path, Optional<Place> outer) {
    int strays = 0;
    while (true) {
      Optional<ReadLine> ahead = lines.peek();
      if (ahead.isEmpty()) return;
      if (outer.isPresent() && belongsOutside(ahead.get(), place, outer.get())) return;
      ReadLine line = take();
      if (line.opens()) {
        strays++;
        strayOpen(line);
      } else if (line.closes() && strays > 0) {
        strays--;
      } else if (line.closes() && path.isEmpty()) {
        strayClose(line);
      } else if (line.closes()) {
        return;
      } else {
        statement(line, place, path);
      }
    }
  }

  private static boolean belongsOutside(ReadLine line, Place place, Place outer) {
    return !place.words().contains(line.keyword()) && outer.words().contains(line.keyword());
  }

  private void statement(ReadLine line, Place place, String path) {
    Optional<Keyword> found = keywords.find(line.words(), place);
    if (found.isEmpty()) {
      skipUnknown(line);
      return;
    }
    Keyword keyword = found.get();
    builds.require(keyword, line);
    String below = path.isEmpty() ? line.keyword() : path + "/" + line.keyword();
    if (!keyword.beginsBlock()) directive(line, keyword, below);
    else if (keyword.holdsEntries()) entries(line, keyword, place, below);
    else block(line, keyword, place, below);
  }

  private void directive(ReadLine line, Keyword keyword, String path) {
    if (keywords.check(line.words(), keyword))
      handlers.ofLine(path).ifPresent(handler -> handler.read(line));
    else handlers.refused(path);
  }

  private void block(ReadLine head, Keyword keyword, Place around, String path) {
    boolean fine = keywords.check(head.words(), keyword);
    boolean enters = fine && handlers.enters(path, head);
    if (!fine) handlers.refused(path);
    boolean braced = lines.peek().filter(ReadLine::opens).isPresent();
    if (braced) take();
    else if (fine) missingOpen(head);
    else bracesExplained = true;
    if (!enters) {
      if (braced) skip();
      return;
    }
    statements(keyword.next().orElseThrow(), path, braced ? Optional.empty() : Optional.of(around));
    handlers.ends(path, head, lines.lastSpan());
  }

  private void entries(ReadLine head, Keyword keyword, Place around, String path) {
    boolean fine = keywords.check(head.words(), keyword);
    boolean braced = lines.peek().filter(ReadLine::opens).isPresent();
    int named = keyword.arguments().size() + 1;
    if (head.size() > named) {
      surplus(head, named);
      if (!braced) return;
    }
    boolean enters = fine && handlers.enters(path, head);
    if (braced) take();
    else if (!fine) bracesExplained = true;
    else if (!path.contains("/")) missingOpen(head);
    if (!enters) {
      if (braced) skip();
      return;
    }
    readEntries(head, around, path);
    // the process of keepalived that only counts braces takes the outermost block as closed here
    if (!braced && depth == 0 && !bracesExplained) missingOpen(head);
    handlers.ends(path, head, lines.lastSpan());
  }

  private void readEntries(ReadLine head, Place around, String path) {
    Optional<Handlers.OfLine> handler = handlers.ofEntry(path);
    int strays = 0;
    while (lines.peek().isPresent()) {
      ReadLine line = lines.peek().get();
      if (around.words().contains(line.keyword()) && beginsBlock(line, head)) return;
      take();
      if (line.closes() && strays == 0) return;
      if (line.closes()) strays--;
      else if (line.opens()) {
        strays++;
        strayOpen(line);
      } else handler.ifPresent(reads -> reads.read(line));
    }
  }

  /**
   * Whether a keyword among entries begins a block: then the closing brace before it is missing.
   */
  private boolean beginsBlock(ReadLine line, ReadLine head) {
    if (!lines.opensBehind()) return false;
    out.report(
        Diagnostic.of(
                SyntaxFaults.MISSING_CLOSING_BRACE,
                line.keywordSpan(),
                "`%s` stands among the entries of `%s`, which is not closed"
                    .formatted(line.keyword(), head.keyword()))
            .also(head.keywordSpan(), "this block is not closed")
            .help("write the missing `}` above"));
    bracesExplained = true;
    return true;
  }

  private void skipUnknown(ReadLine line) {
    if (keywords.isRootKeyword(line.keyword())) bracesExplained = true;
    if (lines.peek().filter(ReadLine::opens).isEmpty()) return;
    take();
    skip();
  }

  /** Leaves the rest of a block out. */
  private void skip() {
    int open = 1;
    while (open > 0 && lines.peek().isPresent()) {
      ReadLine line = take();
      if (line.opens()) open++;
      if (line.closes()) open--;
    }
  }

  private ReadLine take() {
    ReadLine line = lines.next().orElseThrow();
    if (line.opens()) depth++;
    if (line.closes() && --depth < 0) {
      depth = 0;
      if (!bracesExplained) strayClose(line);
    }
    return line;
  }

  private void strayOpen(ReadLine line) {
    boolean template = lines.peek().filter(ReadLine::opens).isPresent();
    if (templateSeen) return;
    templateSeen = template;
    Diagnostic finding =
        template
            ? Diagnostic.of(
                    SyntaxFaults.TEMPLATE,
                    line.keywordSpan(),
                    "this is a mark of a template, not of keepalived")
                .help("check the file that the template engine makes of it")
            : Diagnostic.of(
                    SyntaxFaults.STRAY_OPENING_BRACE,
                    line.keywordSpan(),
                    "this `{` follows no keyword")
                .help("write the block's keyword before it, or remove it and its `}`");
    out.report(finding);
  }

  private void strayClose(ReadLine line) {
    if (bracesExplained) return;
    bracesExplained = true;
    out.report(
        Diagnostic.of(
                SyntaxFaults.STRAY_CLOSING_BRACE, line.keywordSpan(), "this `}` closes no block")
            .help("remove it, or look above it for a block that lacks its `{` or ends too early"));
  }

  /**
   * keepalived says it of the line that stands in the brace's place, and at the end of the file not
   * at all.
   */
  private void missingOpen(ReadLine head) {
    bracesExplained = true;
    Span place = lines.peek().map(ReadLine::keywordSpan).orElseGet(head::keywordSpan);
    Severity severity = lines.peek().isPresent() ? Severity.ERROR : Severity.WARNING;
    out.report(
        Diagnostic.of(
                ReadingFaults.MISSING_OPENING_BRACE,
                place,
                "the block `%s` has no `{` before this".formatted(head.keyword()))
            .as(severity)
            .also(head.keywordSpan(), "this begins the block")
            .help("write `{` at the end of the line of `%s`".formatted(head.keyword())));
  }

  private void missingClose() {
    out.report(
        Diagnostic.of(
                SyntaxFaults.MISSING_CLOSING_BRACE,
                lines.lastSpan(),
                "the file ends within a block: %d `}` missing".formatted(depth))
            .help("write the missing `}`"));
  }

  private void surplus(ReadLine head, int from) {
    out.report(
        Diagnostic.of(
                KeywordFindings.SURPLUS,
                head.words().get(from).span().to(head.words().getLast().span()),
                "words between `%s` and its `{`".formatted(head.keyword()))
            .help("move them into the block, one entry a line"));
  }
}
