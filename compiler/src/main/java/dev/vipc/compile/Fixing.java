package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Severity;
import dev.vipc.settings.Codes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Applies findings' fixes to texts in memory: those that do not touch one another, then lints anew,
 * until there is nothing to apply. What it makes of its own result is that result again. A fix
 * after which a program would refuse more of its file than before is taken back.
 */
public final class Fixing {
  private static final int MOST_ROUNDS = 40;

  /** Findings that speak for the program that reads the file. */
  private static final Set<String> OF_THE_PROGRAM = Set.of("SYN", "KW", "SCH");

  private static final Set<String> CHECKS = Set.of("HX1", "KA1");

  /**
   * A file that changes.
   *
   * @param path as it was typed, with what is below
   * @param real where its bytes are
   */
  public record Changed(String path, Path real, String before, String after) {}

  /**
   * What came of it.
   *
   * @param remaining what is found in the changed texts
   * @param fixes how many fixes were applied
   */
  public record Outcome(LintResult remaining, List<Changed> files, int fixes) {}

  private final Compiler compiler;
  private final LintRequest request;
  private final Predicate<Diagnostic> wanted;
  private final boolean unsafe;
  private final FixableFiles files = new FixableFiles();
  private final Set<String> refused = new HashSet<>();
  private Map<Path, String> texts = new TreeMap<>();
  private int fixes;

  /**
   * @param wanted which findings are to be fixed
   * @param unsafe whether also fixes that change behaviour are applied
   */
  public Fixing(
      Compiler compiler, LintRequest request, Predicate<Diagnostic> wanted, boolean unsafe) {
    this.compiler = compiler;
    this.request = request;
    this.wanted = wanted;
    this.unsafe = unsafe;
  }

  /** Lints and applies until nothing changes; no file is written. */
  public Outcome run() {
    Set<Map<Path, String>> seen = new HashSet<>();
    LintResult result = compiler.lint(request);
    boolean oneByOne = false;
    for (int round = 0; round < MOST_ROUNDS && seen.add(texts); round++) {
      FixRound next = choose(result, oneByOne);
      if (next.isEmpty()) break;
      Map<Path, String> changed = next.appliedTo(texts);
      LintResult after = compiler.lint(request.withChanged(changed));
      if (refusesMore(result, after)) {
        if (next.size() == 1) refused.add(next.only());
        oneByOne = next.size() > 1;
        seen.remove(texts);
        continue;
      }
      oneByOne = false;
      texts = changed;
      fixes += next.size();
      result = after;
    }
    return new Outcome(result, files.changed(texts), fixes);
  }

  private FixRound choose(LintResult result, boolean one) {
    files.know(result, texts);
    FixRound round = new FixRound(files);
    for (Diagnostic finding : result.diagnostics()) {
      if (one && round.size() == 1) break;
      if (finding.fix().isEmpty() || !wanted.test(finding)) continue;
      Fix fix = finding.fix().get();
      if ((fix.safe() || unsafe) && !refused.contains(FixRound.name(finding)))
        round.take(finding, fix);
    }
    return round;
  }

  private static boolean refusesMore(LintResult before, LintResult after) {
    Map<String, Integer> refusals = refusals(before);
    for (Map.Entry<String, Integer> file : refusals(after).entrySet())
      if (file.getValue() > refusals.getOrDefault(file.getKey(), 0)) return true;
    return false;
  }

  private static Map<String, Integer> refusals(LintResult result) {
    Map<String, Integer> refusals = new HashMap<>();
    for (Diagnostic finding : result.diagnostics()) {
      String code = finding.rule().code();
      boolean ofTheProgram =
          OF_THE_PROGRAM.contains(Codes.area(finding.rule()))
              || CHECKS.contains(code.substring(0, 3));
      if (ofTheProgram && finding.severity() == Severity.ERROR)
        refusals.merge(finding.span().file().path(), 1, Integer::sum);
    }
    return refusals;
  }
}
