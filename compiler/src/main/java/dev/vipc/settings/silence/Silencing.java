package dev.vipc.settings.silence;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.settings.Codes;
import dev.vipc.settings.Grade;
import dev.vipc.settings.Ignore;
import dev.vipc.settings.Settings;
import dev.vipc.settings.SettingsFindings;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes out what somebody accepted: by {@code .vipc.yaml}'s grades, then by comments, then by its
 * ignores, then by a baseline. Reports accepting that does nothing.
 */
public final class Silencing {
  private static final String EVERY_SIGN = "#!";

  /**
   * A file that was read.
   *
   * @param commentSigns the characters that begin a comment in it
   * @param settings those of the PATH that it was found under
   */
  public record Subject(SourceFile file, String commentSigns, Settings settings) {}

  /**
   * What is left.
   *
   * @param remaining in report order, with what is wrong with the accepting itself
   * @param silenced how many were taken out by comments, ignores and the baseline
   */
  public record Result(List<Diagnostic> remaining, int silenced) {}

  private final Map<String, Subject> subjects = new HashMap<>();
  private final Map<String, List<IgnoreComment>> comments = new HashMap<>();
  private final Map<Object, Boolean> used = new IdentityHashMap<>();
  private final Optional<Baseline> baseline;
  private final Predicate<String> known;

  /**
   * @param known whether a code, or an area, is that of some rule
   */
  public Silencing(Collection<Subject> read, Optional<Baseline> baseline, Predicate<String> known) {
    for (Subject subject : read) {
      subjects.putIfAbsent(subject.file().path(), subject);
      comments(subject.file(), subject.commentSigns());
    }
    this.baseline = baseline;
    this.known = known;
  }

  /**
   * @param findings in report order
   * @param whole whether the whole folder of a {@code .vipc.yaml} was read
   */
  public Result apply(List<Diagnostic> findings, Predicate<Settings> whole) {
    if (nothingToDo()) return new Result(findings, 0);
    Findings remaining = new Findings();
    Fingerprints fingerprints = new Fingerprints();
    int silenced = 0;
    for (Diagnostic finding : findings) {
      Optional<Diagnostic> graded = graded(finding);
      if (graded.isEmpty()) continue;
      if (isCommented(finding)
          || isIgnored(finding)
          || baseline.filter(b -> b.holds(finding, fingerprints.of(finding))).isPresent())
        silenced++;
      else remaining.report(graded.get());
    }
    complaints(whole).forEach(finding -> graded(finding).ifPresent(remaining::report));
    return new Result(remaining.sorted(), silenced);
  }

  private boolean nothingToDo() {
    return baseline.isEmpty()
        && comments.values().stream().allMatch(List::isEmpty)
        && subjects.values().stream()
            .allMatch(s -> s.settings().grades().isEmpty() && s.settings().ignores().isEmpty());
  }

  private List<IgnoreComment> comments(SourceFile file, String signs) {
    return comments.computeIfAbsent(
        file.path(), _ -> IgnoreComments.stacked(IgnoreComments.in(file, signs)));
  }

  private Settings settingsOf(Diagnostic finding) {
    Subject subject = subjects.get(finding.span().file().path());
    if (subject != null) return subject.settings();
    return subjects.values().stream().findFirst().map(Subject::settings).orElse(Settings.NONE);
  }

  /** With the grade that the settings give it; absent where its rule is off. */
  private Optional<Diagnostic> graded(Diagnostic finding) {
    Optional<Diagnostic> graded = Optional.of(finding);
    for (Grade grade : settingsOf(finding).grades())
      if (Codes.match(grade.code().value(), finding.rule()))
        graded = grade.severity().map(finding::as);
    return graded;
  }

  private boolean isCommented(Diagnostic finding) {
    SourceFile file = finding.span().file();
    List<IgnoreComment> here = comments(file, EVERY_SIGN);
    if (here.isEmpty()) return false;
    int line = finding.span().startPosition().line();
    boolean silenced = false;
    for (IgnoreComment comment : here)
      if (comment.line() == line && !comment.reason().isEmpty())
        for (Located<String> code : comment.codes())
          if (code.value().equals(finding.rule().code())) silenced |= use(code);
    return silenced;
  }

  private boolean isIgnored(Diagnostic finding) {
    Settings settings = settingsOf(finding);
    boolean silenced = false;
    for (Ignore ignore : settings.ignores())
      for (Located<String> code : ignore.codes())
        if (Codes.match(code.value(), finding.rule())
            && ignore.covers(settings.relative(Path.of(finding.span().file().path()))))
          silenced |= use(code);
    return silenced;
  }

  private boolean use(Located<String> code) {
    used.put(code, true);
    return true;
  }

  private List<Diagnostic> complaints(Predicate<Settings> whole) {
    List<Diagnostic> complaints = new ArrayList<>();
    comments.values().forEach(all -> all.forEach(comment -> complaints(comment, complaints)));
    Set<Settings> distinct = new LinkedHashSet<>();
    subjects.values().forEach(subject -> distinct.add(subject.settings()));
    for (Settings settings : distinct) complaints(settings, whole.test(settings), complaints);
    Set<SourceFile> files = new HashSet<>();
    subjects.values().forEach(subject -> files.add(subject.file()));
    baseline.ifPresent(b -> complaints.addAll(b.complaints(files)));
    return complaints;
  }

  private void complaints(IgnoreComment comment, List<Diagnostic> out) {
    if (comment.codes().isEmpty()) {
      out.add(
          Diagnostic.of(SettingsFindings.UNKNOWN_CODE, comment.place(), "this ignore names no code")
              .help("write the code of the finding behind it, and then the reason"));
    } else if (comment.reason().isEmpty()) {
      out.add(
          Diagnostic.of(
                  SettingsFindings.NO_REASON,
                  comment.place(),
                  "nothing says why %s is ignored".formatted(comment.codes().getFirst().value()))
              .help("write the reason behind the code"));
    } else {
      for (Located<String> code : comment.codes())
        if (!used.containsKey(code))
          out.add(isKnownCode(code.value()) ? silencesNothing(code) : unknown(code));
    }
  }

  private void complaints(Settings settings, boolean whole, List<Diagnostic> out) {
    for (Grade grade : settings.grades())
      if (!known.test(grade.code().value())) out.add(unknown(grade.code()));
    for (Ignore ignore : settings.ignores())
      for (Located<String> code : ignore.codes())
        if (!known.test(code.value())) out.add(unknown(code));
        else if (whole && !used.containsKey(code)) out.add(silencesNothing(code));
  }

  /** A comment stands at one finding, so it names codes and no areas. */
  private boolean isKnownCode(String code) {
    return known.test(code) && Character.isDigit(code.charAt(code.length() - 1));
  }

  private static Diagnostic silencesNothing(Located<String> code) {
    return of(
        SettingsFindings.SILENCES_NOTHING,
        code,
        "there is no %s here to ignore".formatted(code.value()),
        "remove the ignore, or move it to the line of the finding");
  }

  private static Diagnostic unknown(Located<String> code) {
    return of(
        SettingsFindings.UNKNOWN_CODE,
        code,
        "`%s` is no code that vipc knows".formatted(code.value()),
        "`vipc rules` lists the codes");
  }

  private static Diagnostic of(RuleMeta rule, Located<String> code, String message, String help) {
    return Diagnostic.of(rule, code.span(), message).help(help);
  }
}
