package dev.vipc.syntax.keepalived.reading;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads keepalived.conf the way keepalived's own reader does (lib/parser.c, 2.2.7; measured): line
 * by line, each done with comments, {@code @ID} conditions, definitions, repetitions and includes,
 * and cut before and behind each brace.
 */
public final class ProgramReader {
  private static final Pattern INCLUDE = Pattern.compile("include([rmwba]?)[ \\t\\f\\u000B]");

  private static final Pattern UNDEFINED = Pattern.compile("\\$\\{([A-Za-z_]\\w*)[^{}\"]*}");

  /** More lines than any real file makes; a repetition of repetitions can make billions. */
  private static final int MAX_LINES = 2_000_000;

  /** The lines of a definition that are still to be read. */
  private record MoreLines(Span place, String text, int repetitions) {}

  private final ReadingRules rules;
  private final Includes includes;
  private final Reporter out;
  private final Definitions definitions;
  private final Deque<OpenFile> files = new ArrayDeque<>();
  private final Deque<Repetition> repetitions = new ArrayDeque<>();
  private final Deque<MoreLines> moreLines = new ArrayDeque<>();
  private Optional<TracedText> residue = Optional.empty();
  private Optional<PendingDefinition> pending = Optional.empty();
  private final Deque<ReadLine> ahead = new ArrayDeque<>();
  private Span last;
  private int lines;

  public ProgramReader(SourceFile file, ReadingRules rules, Includes includes, Reporter out) {
    this.rules = rules;
    this.includes = includes;
    this.out = out;
    this.definitions = new Definitions(rules);
    this.last = file.startOfFile();
    open(new OpenFile(List.of(file), Optional.empty()));
  }

  /** The next line; absent at the end of the last file. */
  public Optional<ReadLine> next() {
    Optional<ReadLine> line = peek();
    ahead.poll();
    line.ifPresent(read -> last = read.span());
    return line;
  }

  /** The line that {@link #next} will give. */
  public Optional<ReadLine> peek() {
    lookAhead(1);
    return Optional.ofNullable(ahead.peek());
  }

  /** Whether the line behind the one that {@link #next} will give is an opening brace. */
  public boolean opensBehind() {
    lookAhead(2);
    return ahead.size() > 1 && ahead.getLast().opens();
  }

  /** Where the last line stands that {@link #next} gave. */
  public Span lastSpan() {
    return last;
  }

  private void lookAhead(int wanted) {
    while (ahead.size() < wanted) {
      Optional<TracedText> text = nextText();
      if (text.isEmpty()) return;
      List<Word> words = WordSplitter.plain(text.get());
      if (!words.isEmpty()) ahead.add(new ReadLine(text.get(), words));
    }
  }

  private Optional<TracedText> nextText() {
    while (true) {
      if (++lines > MAX_LINES) {
        if (lines == MAX_LINES + 1) tooManyLines();
        return Optional.empty();
      }
      Optional<TracedText> raw = raw();
      if (raw.isEmpty()) return Optional.empty();
      Optional<TracedText> line = prepared(raw.get());
      if (line.isPresent() && !isInclude(line.get())) return Optional.of(cutAtBrace(line.get()));
    }
  }

  /** From what is left of a line, a repetition, a definition, or the files, in this order. */
  private Optional<TracedText> raw() {
    if (residue.isPresent()) {
      Optional<TracedText> rest = residue;
      residue = Optional.empty();
      return rest;
    }
    int outer = moreLines.isEmpty() ? 0 : moreLines.element().repetitions();
    if (repetitions.size() > outer) return Optional.of(repeated());
    if (!moreLines.isEmpty()) return Optional.of(defined());
    return fromFile();
  }

  private TracedText repeated() {
    Repetition repetition = repetitions.element();
    repetition.next().forEach(definitions::set);
    if (!repetition.hasMore()) repetitions.pop();
    return repetition.text();
  }

  private TracedText defined() {
    MoreLines more = moreLines.pop();
    int end = more.text().indexOf('\n');
    if (end >= 0)
      moreLines.push(
          new MoreLines(more.place(), more.text().substring(end + 1), more.repetitions()));
    return TracedText.at(more.place(), end < 0 ? more.text() : more.text().substring(0, end));
  }

  private Optional<TracedText> fromFile() {
    while (!files.isEmpty()) {
      Optional<OpenFile.Piece> piece = files.element().next();
      if (piece.isEmpty()) {
        closeFile();
        continue;
      }
      if (rules.reportsLongLines()) piece.get().tooLong().ifPresent(this::tooLong);
      if (piece.get().text().isEmpty()) {
        finishDefinition();
        continue;
      }
      TracedText line = withoutComments(piece.get().text());
      if (!line.isEmpty()) return Optional.of(line);
    }
    finishDefinition();
    return Optional.empty();
  }

  private void closeFile() {
    if (!files.element().nextFile()) files.pop();
    if (!files.isEmpty()) definitions.folder(folderOf(files.element().file()));
  }

  private void open(OpenFile file) {
    files.push(file);
    definitions.folder(folderOf(file.file()));
  }

  private static String folderOf(SourceFile file) {
    int slash = file.path().lastIndexOf('/');
    return slash < 0 ? "." : file.path().substring(0, Math.max(slash, 1));
  }

  /**
   * Without comments. keepalived takes them off twice: what it has read it writes to a copy, which
   * its processes read again, so that {@code \#} begins a comment after all (measured, 2.2.7).
   */
  private TracedText withoutComments(TracedText line) {
    return withoutComment(withoutComment(line));
  }

  private TracedText withoutComment(TracedText line) {
    return Comments.off(line, at -> unterminated(line.leadingBlanksOff().span(at, at + 1)));
  }

  /** The line to be read; absent where it defines, repeats or is for other hosts. */
  private Optional<TracedText> prepared(TracedText raw) {
    if (pending.isPresent()) {
      boolean goesOn = pending.get().add(raw);
      if (!goesOn) finishDefinition();
      return Optional.empty();
    }
    TracedText line = raw;
    for (boolean again = true; again; ) {
      if (line.at(0) == '@') {
        Optional<TracedText> kept = ifForThisHost(line);
        if (kept.isEmpty()) return kept;
        line = kept.get();
      }
      if (define(line) || repeat(line)) return Optional.empty();
      if (line.isEmpty()) return Optional.empty();
      if (line.at(0) == '~' || line.text().indexOf('$') < 0) break;
      TracedText before = line;
      Optional<TracedText> replaced = definitions.substituted(line, OpenFile.BUFFER + 1);
      if (replaced.isEmpty()) {
        endless(line);
        return Optional.empty();
      }
      pushMoreLines(before);
      if (replaced.get() == before) break;
      line = withoutComment(replaced.get());
      again = line.at(0) == '@' || line.text().indexOf('$') >= 0;
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private void pushMoreLines(TracedText use) {
    definitions
        .takeMoreLines()
        .ifPresent(text -> moreLines.push(new MoreLines(use.span(), text, repetitions.size())));
  }

  /** A line that begins with {@code @ID} or {@code @^ID}, without that. */
  private Optional<TracedText> ifForThisHost(TracedText line) {
    boolean others = line.at(1) == '^';
    int start = others ? 2 : 1;
    int end = start;
    while (end < line.length() && !TracedText.isBlank(line.at(end))) end++;
    if (end == line.length()) return Optional.empty();
    boolean same = line.text().substring(start, end).equals(rules.configId());
    return same == others ? Optional.empty() : Optional.of(line.part(line.afterBlanks(end)));
  }

  private boolean define(TracedText line) {
    Optional<String> name = Definitions.definedBy(line);
    if (name.isEmpty()) return false;
    PendingDefinition definition =
        new PendingDefinition(name.get(), Definitions.valueOf(line), line.span());
    pending = Optional.of(definition);
    if (!definition.goesOn()) finishDefinition();
    return true;
  }

  private void finishDefinition() {
    pending.ifPresent(done -> definitions.set(done.name(), done.definition()));
    pending = Optional.empty();
  }

  private boolean repeat(TracedText line) {
    if (!line.text().startsWith("~SEQ") && !line.text().startsWith("~LST")) return false;
    try {
      repetitions.push(Repetition.of(line, this::inParameters));
    } catch (Repetition.Malformed malformed) {
      report(
          ReadingFaults.BAD_REPETITION,
          line.span(),
          "keepalived cannot read this repetition: " + malformed.why(),
          "write `~SEQ(NAME, START, STEP, END) text` or `~LST(NAME, VALUE, ...) text`");
    }
    return true;
  }

  private String inParameters(String parameters) {
    if (parameters.indexOf('$') < 0) return parameters;
    TracedText text = TracedText.at(files.element().file().startOfFile(), parameters + ")");
    String value = definitions.substituted(text, OpenFile.BUFFER + 1).orElse(text).text();
    return value.endsWith(")") ? value.substring(0, value.length() - 1) : value;
  }

  private boolean isInclude(TracedText line) {
    Matcher matcher = INCLUDE.matcher(line.text());
    if (!matcher.lookingAt() || files.isEmpty()) return false;
    int start = line.afterBlanks(matcher.end());
    include(line, matcher.group(1), start);
    return true;
  }

  private void include(TracedText line, String kind, int start) {
    String pattern = line.text().substring(start);
    Span place = line.span(start, line.length());
    OpenFile including = files.element();
    Includes.Found found = includes.find(including.file(), pattern);
    IncludeFindings.report(found.problem(), kind, pattern, place, out);
    for (SourceFile file : found.files())
      if (isOpen(file)) {
        report(
            ReadingFaults.INCLUDE_CYCLE,
            place,
            "`%s` is read already while it includes itself".formatted(file.path()),
            "remove one of the includes");
        return;
      }
    if (!found.files().isEmpty()) open(new OpenFile(found.files(), Optional.of(line.span())));
  }

  private boolean isOpen(SourceFile file) {
    return files.stream().anyMatch(open -> open.file().path().equals(file.path()));
  }

  /** Up to the first brace outside of quotes, or the brace; the rest is the next line. */
  private TracedText cutAtBrace(TracedText read) {
    TracedText line = withoutUndefined(read);
    int brace = firstBrace(line.text());
    if (brace < 0) return line.trailingBlanksOff();
    int cut = brace == 0 ? line.afterBlanks(1) : brace;
    TracedText rest = line.part(cut).trailingBlanksOff();
    residue = rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    return line.part(0, cut).trailingBlanksOff();
  }

  /**
   * keepalived takes the braces of a variable that nothing defines for those of a block, and
   * reports what follows from it; here the variable is reported, and stands for any value.
   */
  private TracedText withoutUndefined(TracedText line) {
    TracedText text = line;
    Matcher variable = UNDEFINED.matcher(text.text());
    while (variable.find()) {
      int start = variable.start();
      if (isQuoted(text.text(), start)) continue;
      undefined(text.span(start, variable.end()), variable.group(1));
      text = text.replaced(start, variable.end(), String.valueOf(ReadingRules.UNKNOWN));
      variable = UNDEFINED.matcher(text.text());
    }
    return text;
  }

  private static boolean isQuoted(String text, int at) {
    return text.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private void undefined(Span span, String name) {
    boolean environment = name.equals("_ENV");
    report(
        ReadingFaults.UNDEFINED,
        span,
        environment
            ? "`${_ENV NAME}` is not known before keepalived 2.2.8"
            : "no `$%s=` stands above, and the braces are read as a block's".formatted(name),
        environment ? "write the value" : "write `$%s=VALUE` above".formatted(name));
  }

  private static int firstBrace(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '{' || c == '}') return at;
      if (c == '"') {
        at = text.indexOf('"', at + 1);
        if (at < 0) return -1;
      }
    }
    return -1;
  }

  private void unterminated(Span quote) {
    report(
        SyntaxFaults.UNTERMINATED_QUOTE,
        quote,
        "this quote is not closed on its line",
        "close it on the same line");
  }

  private void tooLong(Span at) {
    report(
        SyntaxFaults.LINE_TOO_LONG,
        at,
        "the line is longer than %d bytes; from here on keepalived reads another line"
            .formatted(OpenFile.BUFFER),
        "shorten the line, comments included");
  }

  private void endless(TracedText line) {
    report(
        ReadingFaults.ENDLESS,
        line.span(),
        "a definition that is used here contains itself",
        "write the value out");
  }

  private void tooManyLines() {
    SourceFile file =
        files.isEmpty() ? repetitions.element().text().span().file() : files.element().file();
    report(
        ReadingFaults.ENDLESS,
        file.startOfFile(),
        "the repetitions of this file make more than %d lines".formatted(MAX_LINES),
        "repeat less");
  }

  private void report(RuleMeta fault, Span span, String message, String help) {
    out.report(Diagnostic.of(fault, span, message).help(help));
  }
}
