package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.Release;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What lint says of the lines of one haproxy.cfg: all that the program would, but for what lint's
 * rules say better, and for what nobody can say of a part. A file is a part where it lacks the
 * sections that every whole one has, where a template engine or a condition decides what it
 * defines, or where the caller knows of others beside it.
 */
public final class HaproxyLint {
  /** What something elsewhere could make good: a definition, a setting in {@code defaults}. */
  private static final Set<RuleMeta> OF_THE_WHOLE =
      Set.of(
          HaproxyFindings.UNKNOWN_REFERENCE,
          HaproxyFindings.UNKNOWN_ACL,
          HaproxyFindings.NEEDS_HTTP,
          HaproxyFindings.MISSING_TIMEOUT,
          HaproxyFindings.NO_BIND,
          HaproxyFindings.WITHOUT_EFFECT);

  private static final Set<String> DEFINE =
      Set.of(
          "defaults",
          "frontend",
          "backend",
          "listen",
          "userlist",
          "peers",
          "resolvers",
          "cache",
          "mailers",
          "http-errors",
          "ring",
          "fcgi-app",
          "acl",
          "server");

  private final Reporter out;
  private final SourceFile file;
  private final HaproxyRun run;
  private final List<Diagnostic> ofTheWhole = new ArrayList<>();
  private final Set<Place> said = new HashSet<>();
  private boolean common;
  private boolean listens;
  private boolean open;
  private final boolean mayHoldOpenWord;

  /** A setting in {@code defaults} is met by many sections, and said once. */
  private record Place(RuleMeta rule, Span span) {}

  /**
   * @param stated whether the user stated the release: then what stands in its way is said as such
   */
  public HaproxyLint(
      SourceFile file, Release release, boolean stated, KeywordCheck tables, Reporter out) {
    this.out = out;
    this.file = file;
    this.run = HaproxyRun.ofLint(release, stated, tables, this::report);
    mayHoldOpenWord = Verdicts.mayHoldOpenWord(file);
    run.begin(file);
  }

  /** Whether a finding is about the configuration as a whole, of which a file may be a part. */
  public static boolean isOfTheWhole(Diagnostic finding) {
    return OF_THE_WHOLE.contains(finding.rule());
  }

  /** Reads the next line of the file. */
  public void line(Directive line) {
    String first = line.keyword();
    switch (first) {
      case "global", "defaults" -> common = true;
      case "frontend", "listen" -> listens = true;
      case ".if" -> open = true;
      default -> {}
    }
    if (!open) open = first.startsWith("{") || mayHoldOpenWord && mayDefineAnything(line);
    run.line(line);
  }

  /**
   * Whether the name that the line defines, or the line as a whole, waits for a template engine.
   */
  private static boolean mayDefineAnything(Directive line) {
    String first = line.keyword();
    if (Verdicts.isOpen(first)) return true;
    return DEFINE.contains(first)
        && line.word(1).filter(name -> Verdicts.isOpen(name.value())).isPresent();
  }

  /** All is read. */
  public void end() {
    run.endOfFile(file);
    run.end();
    if (common && listens && !open) ofTheWhole.forEach(out::report);
  }

  private void report(Diagnostic finding) {
    if (!isOfTheWhole(finding)) out.report(finding);
    else if (said.add(new Place(finding.rule(), finding.span()))) ofTheWhole.add(finding);
  }
}
