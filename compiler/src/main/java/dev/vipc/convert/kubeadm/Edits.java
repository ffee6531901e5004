package dev.vipc.convert.kubeadm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Replacements in one text, which do not overlap, and the way back from the new text to the old.
 */
final class Edits {
  /**
   * @param origin the place in the old text that the new one speaks for
   */
  private record Edit(int start, int end, String text, int origin) {}

  private final List<Edit> edits = new ArrayList<>();

  /** Of several at one place, the earlier comes first. */
  void replace(int start, int end, String text) {
    edits.add(new Edit(start, end, text, start));
  }

  void insert(int at, String text) {
    replace(at, at, text);
  }

  /** Text that is put in for what stands, or stood, elsewhere. */
  void insert(int at, String text, int origin) {
    edits.add(new Edit(at, at, text, origin));
  }

  /** Whether something is taken out that ends here. */
  boolean deletesUpTo(int offset) {
    return edits.stream().anyMatch(e -> e.end == offset && e.start < e.end && e.text.isEmpty());
  }

  void delete(int start, int end) {
    replace(start, end, "");
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  String applyTo(String text) {
    StringBuilder result = new StringBuilder(text.length() + 256);
    int at = 0;
    for (Edit edit : sorted()) {
      if (edit.start < at)
        throw new IllegalStateException("overlapping edits at " + edit.start + " before " + at);
      result.append(text, at, edit.start).append(edit.text);
      at = edit.end;
    }
    return result.append(text, at, text.length()).toString();
  }

  /**
   * Where a place of the new text came from; for what an edit wrote, the place that it speaks for.
   */
  int origin(int offset) {
    int shift = 0;
    for (Edit edit : sorted()) {
      int start = edit.start + shift;
      if (offset < start) break;
      if (offset < start + edit.text.length()) return edit.origin;
      shift += edit.text.length() - (edit.end - edit.start);
    }
    return offset - shift;
  }

  /** An insertion at the place where another edit begins comes before it. */
  private List<Edit> sorted() {
    return edits.stream()
        .sorted(
            Comparator.comparingInt(Edit::start)
                .thenComparing(edit -> edit.start == edit.end ? 0 : 1))
        .toList();
  }
}
