package dev.vipc.check.haproxy;

import dev.vipc.check.haproxy.Verdicts.Purpose;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.HaproxyCheck;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.Release;
import dev.vipc.model.Machine;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One run of HAProxy over its files: reads them line by line, each line against the keyword table
 * and against the lines before it, and says at the end what only the whole can tell. Keeps names,
 * not lines.
 */
public final class HaproxyRun {
  private static final int MOST_ERRORS = 50;

  private final Verdicts out;
  private final HaproxyCheck keywords;
  private final Environment environment = new Environment();
  private final Expansion expansion = new Expansion(environment);
  private final Preprocessor preprocessor;
  private final Proxies proxies;
  private final Sections sections;
  private int errorsBefore;

  /** Whether no word of the file can be empty or hold a variable. */
  private boolean plain;

  /** A run that judges the text as the program does. */
  public HaproxyRun(Release release, Machine machine, KeywordCheck tables, Reporter out) {
    this(
        new Verdicts(release, Purpose.PROGRAM, machine, out),
        tables,
        v -> tables.haproxyLines(release, true, v));
  }

  /**
   * A run for lint: lines that a template engine has yet to fill in are passed over but for their
   * keywords, and so are conditional blocks.
   *
   * @param stated whether the user stated the release: then what stands in its way is said as such
   */
  static HaproxyRun ofLint(Release release, boolean stated, KeywordCheck tables, Reporter out) {
    return new HaproxyRun(
        new Verdicts(release, stated ? Purpose.UPGRADE : Purpose.LINT, Machine.UNKNOWN, out),
        tables,
        _ ->
            stated
                ? tables.haproxyUpgrade(release, out)
                : tables.haproxyLines(release, false, out));
  }

  private HaproxyRun(Verdicts out, KeywordCheck tables, Function<Reporter, HaproxyCheck> keywords) {
    Release release = out.release();
    this.out = out;
    this.keywords = keywords.apply(out);
    this.preprocessor = new Preprocessor(this.out, new Predicates(release, environment));
    Language language = new Language(tables.haproxyExpressions(), this.out, environment);
    this.proxies = new Proxies(this.out, language);
    this.sections = new Sections(this.out, language, proxies);
  }

  /** Reads the next file of the run. */
  public void read(SourceFile file) {
    begin(file);
    HaproxySyntax.read(file, this::syntax, this::line);
    endOfFile(file);
  }

  /** The next file of the run begins. */
  void begin(SourceFile file) {
    keywords.beginFile();
    sections.beginFile(file);
    out.beginFile(file);
    errorsBefore = out.errors();
    plain = !file.holds('$') && !file.holds('"') && !file.holds('\'');
  }

  void endOfFile(SourceFile file) {
    preprocessor.endOfFile(file);
  }

  /** All files were read. */
  public void end() {
    sections.end();
    proxies.end(sections.hasOtherListeners());
    out.end();
  }

  /** What the reader says of the text, graded as the release does. */
  private void syntax(Diagnostic fault) {
    if (fault.rule().equals(SyntaxFaults.NO_NEWLINE_AT_END)) {
      if (out.atLeast(2, 3)) out.report(fault);
      else if (out.atLeast(2, 2)) out.report(fault.as(Severity.WARNING));
    } else if (fault.severity() == Severity.ERROR) {
      out.report(fault);
    }
  }

  /** Reads the next line of the file. */
  void line(Directive raw) {
    if (out.asProgram() && out.errors() - errorsBefore >= MOST_ERRORS) return;
    String first = raw.keyword();
    boolean directive = !first.isEmpty() && first.charAt(0) == '.';
    if (!directive && !preprocessor.isLive()) return;
    out.begin(raw);
    Directive line = out.asProgram() && !plain ? withoutEmpty(expansion.of(raw)) : raw;
    if (line.keyword().isEmpty()) return;
    if (directive && out.atLeast(2, 4) && Preprocessor.WORDS.contains(first)) {
      preprocessor.line(line);
      return;
    }
    if (directive && !preprocessor.isLive()) return;
    boolean good = keywords.line(line);
    sections.line(line, keywords.section(), good);
    if (keywords.section().equals("global")) change(line);
  }

  private void change(Directive line) {
    if (Set.of("setenv", "presetenv", "unsetenv", "resetenv").contains(line.keyword()))
      environment.change(line.words().stream().map(Word::value).toList());
  }

  /** An empty word ends the line; the newest releases refuse it. */
  private Directive withoutEmpty(Directive line) {
    List<Word> words = line.words();
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).value().isEmpty()) continue;
      empty(words.get(i), i);
      return i == 0 ? line : new Directive(List.copyOf(words.subList(0, i)), line.span());
    }
    return line;
  }

  private void empty(Word word, int index) {
    String message = "argument %d is empty".formatted(index);
    String help = "write a value, or a default: `\"${NAME-value}\"`";
    if (out.atLeast(3, 3)) out.error(HaproxyFindings.EMPTY_ARGUMENT, word.span(), message, help);
    else if (out.atLeast(3, 2))
      out.warning(HaproxyFindings.EMPTY_ARGUMENT, word.span(), message, help);
  }
}
