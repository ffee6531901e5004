package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.Release;
import dev.vipc.model.Machine;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what the program would, in its two steps: what it finds while it reads a line, and what it
 * finds when all is read, which it does only if no line was refused.
 */
final class Verdicts implements Reporter {
  /** Whom the verdicts are for. */
  enum Purpose {
    /** They are to be those of the program. */
    PROGRAM,
    LINT,
    /** For lint with a release that the user stated: what changes with it is said too. */
    UPGRADE
  }

  private final Release release;
  private final Purpose purpose;
  private final Machine machine;
  private final Reporter out;
  private final List<Diagnostic> afterwards = new ArrayList<>();
  private final Map<String, Assumption> assumed = new LinkedHashMap<>();
  private int errors;
  private boolean mayExcuse;
  private boolean excused;

  /** One kind of thing that is taken as present: where it is met first, and its names. */
  private record Assumption(Span first, Set<String> names) {}

  /**
   * @param purpose for the program the text is judged as it stands; else a line that a template
   *     engine has yet to fill in is passed over, and what is found when all is read is always said
   */
  Verdicts(Release release, Purpose purpose, Machine machine, Reporter out) {
    this.machine = machine;
    this.release = release;
    this.purpose = purpose;
    this.out = out;
  }

  Release release() {
    return release;
  }

  /** Else it is for lint, whose own rules say some of it. */
  boolean asProgram() {
    return purpose == Purpose.PROGRAM;
  }

  boolean isUpgrade() {
    return purpose == Purpose.UPGRADE;
  }

  boolean atLeast(int major, int minor) {
    return release.compareTo(new Release(major, minor, 0)) >= 0;
  }

  int errors() {
    return errors;
  }

  /** Begins a file: whether it may have lines of which nothing is to be said. */
  void beginFile(SourceFile file) {
    mayExcuse = !asProgram() && mayHoldOpenWord(file);
  }

  /** Begins a line: whether anything is to be said of it. */
  void begin(Directive line) {
    excused = mayExcuse && isOpen(line);
  }

  boolean excused() {
    return excused;
  }

  @Override
  public void report(Diagnostic diagnostic) {
    if (excused) return;
    if (diagnostic.severity() == Severity.ERROR) errors++;
    out.report(diagnostic);
  }

  void error(RuleMeta rule, Span span, String message) {
    report(Diagnostic.of(rule, span, message).as(Severity.ERROR));
  }

  void error(RuleMeta rule, Span span, String message, String help) {
    report(Diagnostic.of(rule, span, message).as(Severity.ERROR).help(help));
  }

  void warning(RuleMeta rule, Span span, String message, String help) {
    report(Diagnostic.of(rule, span, message).as(Severity.WARNING).help(help));
  }

  /** Something that the program finds when all is read. */
  void later(Diagnostic diagnostic) {
    if (!excused) afterwards.add(diagnostic);
  }

  void laterError(RuleMeta rule, Span span, String message, String help) {
    later(Diagnostic.of(rule, span, message).as(Severity.ERROR).help(help));
  }

  void laterWarning(RuleMeta rule, Span span, String message, String help) {
    later(Diagnostic.of(rule, span, message).as(Severity.WARNING).help(help));
  }

  /**
   * Something of the machine: held against what is stated of that, and else taken as present.
   *
   * @param kind such as {@code file}
   */
  void assume(String kind, String name, Span span) {
    Optional<Set<String>> stated = stated(kind);
    if (stated.isPresent()) {
      if (!isAmong(stated.get(), name)) missing(kind, name, span);
      return;
    }
    if (!asProgram()) return;
    assumed.computeIfAbsent(kind, _ -> new Assumption(span, new LinkedHashSet<>())).names.add(name);
  }

  private Optional<Set<String>> stated(String kind) {
    return switch (kind) {
      case "file" -> machine.files();
      case "user" -> machine.users();
      case "group" -> machine.groups();
      default -> Optional.empty();
    };
  }

  /** A file may be named below a folder that another line gives ({@code crt-base}). */
  private static boolean isAmong(Set<String> all, String name) {
    return all.contains(name)
        || (!name.startsWith("/") && all.stream().anyMatch(path -> path.endsWith("/" + name)));
  }

  private void missing(String kind, String name, Span span) {
    error(
        HaproxyFindings.MISSING,
        span,
        "the machine has no %s `%s`".formatted(kind, name),
        "write the name of one that is there, or add it to `hosts` of .vipc.yaml");
  }

  /** Whether nothing was refused so far, neither while reading nor after it. */
  boolean isGoodSoFar() {
    if (errors > 0) return false;
    for (Diagnostic one : afterwards) if (one.severity() == Severity.ERROR) return false;
    return true;
  }

  /** Says what was found when all is read. */
  void end() {
    excused = false;
    if (!asProgram() || errors == 0) afterwards.forEach(this::report);
    afterwards.clear();
    assumed.forEach(
        (kind, assumption) ->
            out.report(
                Diagnostic.of(
                    HaproxyFindings.ASSUMED, assumption.first, sentence(kind, assumption.names))));
  }

  private static String sentence(String kind, Set<String> names) {
    List<String> shown = names.stream().limit(5).map(name -> "`" + name + "`").toList();
    String more = names.size() > 5 ? " and %d more".formatted(names.size() - 5) : "";
    return "taken as present on the machine: " + kind + " " + String.join(", ", shown) + more;
  }

  private static boolean isOpen(Directive line) {
    for (Word word : line.words()) if (isOpen(word.value())) return true;
    return false;
  }

  /** Whether {@link #isOpen(String)} can be true of any word of the file. */
  static boolean mayHoldOpenWord(SourceFile file) {
    return file.holds('$') || file.holds('<') || file.holds('>') || !file.isAscii();
  }

  /** Whether a word waits for a template engine, or a look-alike blank is in it. */
  static boolean isOpen(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '$' || c == '<' || c == '>') return true;
      if (c > 0x7f && (Character.isSpaceChar(c) || c == 0xFEFF || c == 0x200B)) return true;
    }
    return false;
  }
}
