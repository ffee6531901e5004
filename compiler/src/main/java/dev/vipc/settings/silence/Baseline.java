package dev.vipc.settings.silence;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.schema.SchemaCheck;
import dev.vipc.schema.Violation;
import dev.vipc.settings.Reasons;
import dev.vipc.settings.SettingsFindings;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.source.Unreadable;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Findings that were there when a baseline was written. Its schema is {@code
 * vipc-baseline-v1.schema.json}.
 */
public final class Baseline {
  private static final String SCHEMA = "vipc-baseline-v1.schema.json";
  private static final int MOST_LABELS = 10;

  /** A finding: which file, relative to the baseline's folder, and which one there. */
  record Entry(String code, String file, String fingerprint) {}

  /**
   * What came of reading one.
   *
   * @param failures why it cannot be used, a line each
   */
  public record Read(Optional<Baseline> baseline, List<String> failures) {}

  private final Path folder;
  private final Map<Entry, Span> entries = new HashMap<>();
  private final List<Span> withoutReason = new ArrayList<>();
  private final Set<Entry> used = new HashSet<>();

  private Baseline(Path folder) {
    this.folder = folder;
  }

  /** Reads a baseline file. */
  public static Read read(Path path) {
    try {
      SourceFile file = new SourceFile(path.toString(), Utf8.read(path));
      Findings findings = new Findings();
      List<YamlNode> documents = YamlSyntax.parse(file, findings);
      if (!documents.isEmpty())
        for (Violation violation : SchemaCheck.of(SCHEMA).violations(documents.getFirst()))
          if (Reasons.rule(violation) != SettingsFindings.NO_REASON)
            findings.report(violation.as(violation.kind().rule()));
      if (!findings.isEmpty()) return failed(said(findings));
      if (documents.isEmpty()) return failed(List.of(path + ": no baseline: the file is empty"));
      Baseline baseline = new Baseline(folderOf(path));
      baseline.take((Mapping) documents.getFirst());
      return new Read(Optional.of(baseline), List.of());
    } catch (IOException e) {
      return failed(List.of(Unreadable.why(path.toString(), e)));
    }
  }

  private static Read failed(List<String> why) {
    return new Read(Optional.empty(), why);
  }

  private static List<String> said(Findings findings) {
    return findings.sorted().stream()
        .map(finding -> finding.span() + ": " + finding.message())
        .toList();
  }

  /** The folder that a baseline's paths are relative to. */
  public static Path folderOf(Path baseline) {
    Path parent = baseline.toAbsolutePath().normalize().getParent();
    return parent == null ? baseline.toAbsolutePath() : parent;
  }

  /** A finding's file as a baseline in a folder names it. */
  public static String name(Path folder, String file) {
    if (file.equals("-")) return file;
    Path whole = Path.of(file).toAbsolutePath().normalize();
    return folder.relativize(whole).toString();
  }

  private void take(Mapping root) {
    boolean reasonForAll = Reasons.of(root).isPresent();
    for (YamlNode item : root.items("findings")) {
      Mapping finding = (Mapping) item;
      if (reasonForAll || Reasons.of(finding).isPresent())
        entries.put(
            new Entry(word(finding, "code"), word(finding, "file"), word(finding, "fingerprint")),
            start(finding.span()));
      else withoutReason.add(start(finding.span()));
    }
  }

  private static String word(Mapping finding, String key) {
    return finding.scalar(key).map(Scalar::value).orElse("");
  }

  private static Span start(Span span) {
    return span.file().span(span.start(), Math.min(span.start() + 1, span.file().text().length()));
  }

  /** Whether the baseline lists the finding. */
  boolean holds(Diagnostic finding, String fingerprint) {
    String file = name(folder, finding.span().file().path());
    Entry entry = new Entry(finding.rule().code(), file, fingerprint);
    if (!entries.containsKey(entry)) return false;
    used.add(entry);
    return true;
  }

  /**
   * What is wrong with the baseline itself, once all findings were asked for.
   *
   * @param files those that were read
   */
  List<Diagnostic> complaints(Collection<SourceFile> files) {
    List<Diagnostic> complaints = new ArrayList<>();
    Set<String> read = new HashSet<>();
    for (SourceFile file : files) read.add(name(folder, file.path()));
    List<Span> stale =
        entries.entrySet().stream()
            .filter(entry -> read.contains(entry.getKey().file()) && !used.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    if (!stale.isEmpty())
      complaints.add(
          finding(
              SettingsFindings.STALE_BASELINE,
              stale,
              stale.size() == 1
                  ? "this finding is no longer there"
                  : "%d findings of the baseline are no longer there".formatted(stale.size()),
              "write the baseline anew with `--write-baseline`"));
    if (!withoutReason.isEmpty())
      complaints.add(
          finding(
              SettingsFindings.NO_REASON,
              withoutReason,
              "the baseline gives no reason for this finding",
              "write why in `reason`, of the baseline or of each finding"));
    return complaints;
  }

  private static Diagnostic finding(RuleMeta rule, List<Span> places, String message, String help) {
    Diagnostic finding = Diagnostic.of(rule, places.getFirst(), message).help(help);
    for (Span place : places.subList(1, Math.min(places.size(), MOST_LABELS)))
      finding = finding.also(place, "and this one");
    return finding;
  }
}
