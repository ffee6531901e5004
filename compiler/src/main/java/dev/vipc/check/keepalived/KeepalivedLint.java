package dev.vipc.check.keepalived;

import dev.vipc.check.Conditions;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.model.BuildOptions;
import dev.vipc.model.Hole;
import dev.vipc.model.Machine;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.rule.vrrp.ScriptUser;
import dev.vipc.rule.vrrp.UnmatchedTrack;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.keepalived.reading.Includes;
import dev.vipc.syntax.keepalived.reading.ReadingFaults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of {@code keepalived -t} that lint says beside its own rules: what relates the lines of
 * one file and of those that it includes.
 */
public final class KeepalivedLint {
  private static final String FIRST = "KA101";
  private static final int MOST_HOSTS = 16;

  /** Lines that a template engine takes or leaves out. */
  private static final String DECISION = "{%";

  /** A line for one host alone, or for all but one. */
  private static final Pattern HOST = Pattern.compile("(?m)^[ \\t]*@\\^?(?<id>[^\\s^]+)[ \\t]");

  private final KeepalivedProgramCheck program = new KeepalivedProgramCheck();
  private final Version version;
  private final BuildOptions build;
  private final Optional<String> configId;

  /**
   * What one file alone has against it.
   *
   * @param included paths of the files that it reads
   */
  public record Seen(SourceFile file, List<Diagnostic> findings, Set<String> included) {}

  /**
   * @param configId what the {@code @ID} lines are compared with; without one they are read as each
   *     host does that the file names, and one that it does not
   */
  public KeepalivedLint(Targets targets, Optional<String> configId) {
    this.version = program.target(targets.versionFor("keepalived")).version();
    this.build = targets.buildOf("keepalived");
    this.configId = configId;
  }

  /**
   * Looks at a file; there is nothing to see where a template engine has yet to choose its lines.
   */
  public Seen look(SourceFile file, List<Hole> holes, Machine machine) {
    Set<String> included = new HashSet<>();
    if (file.text().contains(DECISION)) return new Seen(file, List.of(), included);
    Masked masked = new Masked(file, holes);
    List<Diagnostic> all = new ArrayList<>();
    for (String id : configId.map(List::of).orElseGet(() -> hosts(file)))
      program.check(
          masked.file(),
          new Conditions(version, build, Optional.of(id), machine),
          noting(included, FileIncludes.around(file)),
          all::add);
    List<Diagnostic> findings =
        all.stream()
            .filter(finding -> isOwn(finding) || !included.isEmpty() && isOfTracking(finding))
            .map(KeepalivedLint::graded)
            .flatMap(finding -> masked.unmasked(finding).stream())
            .toList();
    return new Seen(file, findings, included);
  }

  /**
   * Reports the findings of all files, but of one that another includes only in that one's context.
   */
  public static void report(List<Seen> files, Reporter out) {
    Set<String> included = new HashSet<>();
    for (Seen file : files) included.addAll(file.included());
    for (Seen file : files) {
      boolean inOther = included.contains(file.file().path());
      for (Diagnostic finding : file.findings())
        if (!inOther || ReadingFaults.isCycle(finding.rule())) out.report(finding);
    }
  }

  private static Includes noting(Set<String> included, Includes includes) {
    return (from, pattern) -> {
      Includes.Found files = includes.find(from, pattern);
      files.files().forEach(file -> included.add(file.path()));
      return files;
    };
  }

  private static List<String> hosts(SourceFile file) {
    List<String> named =
        HOST.matcher(file.text())
            .results()
            .map(line -> line.group("id"))
            .distinct()
            .limit(MOST_HOSTS)
            .toList();
    return Stream.concat(named.stream(), Stream.of("")).toList();
  }

  /** What neither a rule nor the reading of the file as a tree says. */
  private static boolean isOwn(Diagnostic finding) {
    String code = finding.rule().code();
    return (code.startsWith("KA") && code.compareTo(FIRST) >= 0)
        || finding.rule().equals(KeywordFindings.NOT_BUILT_IN)
        || finding.rule().equals(ScriptUser.META)
        || (ReadingFaults.isOfReading(finding.rule()) && finding.severity() != Severity.INFO)
        || (isForSomeHosts(finding.span())
            && !isOfTracking(finding)
            && finding.severity() != Severity.INFO);
  }

  /** The rules take what a line says for some hosts alone as unknown. */
  private static boolean isForSomeHosts(Span place) {
    Span line = place.file().lineAt(place.start());
    String text = place.file().text();
    int at = line.start();
    while (at < line.end() && Character.isWhitespace(text.charAt(at))) at++;
    return at < line.end() && text.charAt(at) == '@';
  }

  /** The rule looks at each file alone. */
  private static boolean isOfTracking(Diagnostic finding) {
    return finding.rule().equals(UnmatchedTrack.META);
  }

  private static Diagnostic graded(Diagnostic finding) {
    boolean runsAllTheSame = finding.rule().equals(ScriptUser.META);
    return runsAllTheSame ? finding.as(Severity.WARNING) : finding;
  }
}
