package dev.vipc.rule.kubeadm;

import dev.vipc.diagnostic.Fix;
import dev.vipc.source.Span;
import java.util.Optional;

/** Takes an entry out of a YAML file, with its lines. */
final class Removal {
  private Removal() {}

  /**
   * Absent where the entry shares a line with others.
   *
   * @param entry from its key, behind the dash of a list's item, to the end of its value
   */
  static Optional<Fix> ofLines(Span entry, String description) {
    String text = entry.file().text();
    int start = text.lastIndexOf('\n', Math.max(0, entry.start() - 1)) + 1;
    if (entry.start() == 0) start = 0;
    int newline = text.indexOf('\n', entry.end());
    int end = newline < 0 ? text.length() : newline + 1;
    String before = text.substring(start, entry.start());
    String after = text.substring(entry.end(), end).strip();
    boolean quoted = after.equals("\"") || after.equals("'");
    boolean alone = before.matches("\\s*(?:-\\s+)?[\"']?") && (after.isEmpty() || quoted);
    return alone
        ? Optional.of(Fix.replace(new Span(entry.file(), start, end), "", description))
        : Optional.empty();
  }

  /** Out of a text of pieces with commas between them; absent where it is the only one. */
  static Optional<Fix> ofPiece(Span piece, String description) {
    String text = piece.file().text();
    Span cut = piece;
    if (piece.end() < text.length() && text.charAt(piece.end()) == ',')
      cut = new Span(piece.file(), piece.start(), piece.end() + 1);
    else if (piece.start() > 0 && text.charAt(piece.start() - 1) == ',')
      cut = new Span(piece.file(), piece.start() - 1, piece.end());
    else return Optional.empty();
    return Optional.of(Fix.replace(cut, "", description));
  }
}
