package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Label;
import dev.vipc.source.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fixes that can be applied together: none edits what another edits, or what the finding of another
 * speaks of. Of two that would make two places alike, say, only one is taken.
 */
final class FixRound {
  private final FixableFiles files;
  private final List<Diagnostic> taken = new ArrayList<>();
  private final Map<Path, List<Fix.Edit>> edits = new LinkedHashMap<>();
  private final Map<Path, List<Span>> spokenOf = new HashMap<>();

  FixRound(FixableFiles files) {
    this.files = files;
  }

  boolean isEmpty() {
    return taken.isEmpty();
  }

  int size() {
    return taken.size();
  }

  /** The name of a round's one fix. */
  String only() {
    return name(taken.getFirst());
  }

  /** What tells a finding's fix from another's in any round. */
  static String name(Diagnostic finding) {
    return finding.rule().code() + " " + finding.span().file() + " " + finding.message();
  }

  /** Takes the fix if it goes with those that were taken before. */
  void take(Diagnostic finding, Fix fix) {
    Map<Fix.Edit, Path> own = new LinkedHashMap<>();
    for (Fix.Edit edit : fix.edits()) {
      Optional<Path> file = files.editable(edit.span().file());
      if (file.isEmpty()) return;
      if (!edit.span().text().equals(edit.text())) own.put(edit, file.get());
    }
    if (own.isEmpty()) return;
    for (Map.Entry<Fix.Edit, Path> edit : own.entrySet())
      if (!isFree(edit.getValue(), edit.getKey().span())) return;
    List<Span> places = new ArrayList<>(List.of(finding.span()));
    for (Label label : finding.labels()) places.add(label.span());
    for (Span place : places) if (isEdited(place)) return;
    taken.add(finding);
    own.forEach((edit, file) -> edits.computeIfAbsent(file, _ -> new ArrayList<>()).add(edit));
    for (Span place : places)
      files
          .editable(place.file())
          .ifPresent(file -> spokenOf.computeIfAbsent(file, _ -> new ArrayList<>()).add(place));
  }

  private boolean isFree(Path file, Span place) {
    return edits.getOrDefault(file, List.of()).stream().noneMatch(e -> touch(e.span(), place))
        && spokenOf.getOrDefault(file, List.of()).stream().noneMatch(p -> touch(p, place));
  }

  private boolean isEdited(Span place) {
    return files
        .editable(place.file())
        .map(file -> edits.getOrDefault(file, List.of()))
        .orElse(List.of())
        .stream()
        .anyMatch(edit -> touch(edit.span(), place));
  }

  private static boolean touch(Span one, Span other) {
    return one.start() <= other.end() && other.start() <= one.end();
  }

  /** The texts with the fixes in them. */
  Map<Path, String> appliedTo(Map<Path, String> texts) {
    Map<Path, String> changed = new TreeMap<>(texts);
    edits.forEach((file, all) -> changed.put(file, applied(all)));
    return changed;
  }

  private static String applied(List<Fix.Edit> edits) {
    List<Fix.Edit> inOrder = new ArrayList<>(edits);
    inOrder.sort((a, b) -> a.span().compareTo(b.span()));
    String text = inOrder.getFirst().span().file().text();
    int newline = text.indexOf('\n');
    boolean crLf = newline > 0 && text.charAt(newline - 1) == '\r';
    StringBuilder out = new StringBuilder(text.length() + 64);
    int done = 0;
    for (Fix.Edit edit : inOrder) {
      String inserted = crLf ? edit.text().replaceAll("(?<!\r)\n", "\r\n") : edit.text();
      out.append(text, done, edit.span().start()).append(inserted);
      done = edit.span().end();
    }
    return out.append(text, done, text.length()).toString();
  }
}
