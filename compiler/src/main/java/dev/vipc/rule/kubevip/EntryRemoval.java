package dev.vipc.rule.kubevip;

import dev.vipc.diagnostic.Fix.Edit;
import dev.vipc.source.Span;
import java.util.Optional;

/** Takes an item of a YAML list out of its file, with the lines that it stands on. */
final class EntryRemoval {
  private EntryRemoval() {}

  /** Absent where the item shares its lines with something else. */
  static Optional<Edit> of(Span entry) {
    String text = entry.file().text();
    int start = text.lastIndexOf('\n', entry.start() - 1) + 1;
    String before = text.substring(start, entry.start());
    int end = entry.start() + entry.text().stripTrailing().length();
    int newline = text.indexOf('\n', end);
    int lineEnd = newline < 0 ? text.length() : newline;
    boolean alone = before.strip().equals("-") && text.substring(end, lineEnd).isBlank();
    int behind = newline < 0 ? lineEnd : newline + 1;
    return alone ? Optional.of(new Edit(entry.file().span(start, behind), "")) : Optional.empty();
  }
}
