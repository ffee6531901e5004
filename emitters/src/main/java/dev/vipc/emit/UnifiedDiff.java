package dev.vipc.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The difference of two texts as {@code diff -u} writes it. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Above this many pairs of lines the middle is shown as replaced instead of compared. */
  private static final long MOST_PAIRS = 4_000_000;

  private record Edit(char sign, String line) {}

  private final List<Edit> edits = new ArrayList<>();

  private UnifiedDiff() {}

  /**
   * The hunks under a {@code ---}/{@code +++} head; empty for equal texts.
   *
   * @param before absent when the file does not exist yet
   * @param after absent when the file goes
   */
  public static String of(String name, Optional<String> before, Optional<String> after) {
    if (before.equals(after)) return "";
    UnifiedDiff diff = new UnifiedDiff();
    diff.compare(lines(before.orElse("")), lines(after.orElse("")));
    return "--- %s\n+++ %s\n%s"
        .formatted(
            before.isPresent() ? "a/" + name : "/dev/null",
            after.isPresent() ? "b/" + name : "/dev/null",
            diff.hunks());
  }

  /** Lines with their line ends, so that a missing last newline is a difference. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      lines.add(text.substring(from, at + 1));
      from = at + 1;
    }
    if (from < text.length()) lines.add(text.substring(from));
    return lines;
  }

  private void compare(List<String> before, List<String> after) {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) head++;
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) tail++;
    before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
    middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
    before
        .subList(before.size() - tail, before.size())
        .forEach(line -> edits.add(new Edit(' ', line)));
  }

  private void middle(List<String> before, List<String> after) {
    if ((long) before.size() * after.size() > MOST_PAIRS) {
      before.forEach(line -> edits.add(new Edit('-', line)));
      after.forEach(line -> edits.add(new Edit('+', line)));
      return;
    }
    int[][] common = commonLengths(before, after);
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        edits.add(new Edit(' ', before.get(i)));
        i++;
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit('-', before.get(i++)));
      } else {
        edits.add(new Edit('+', after.get(j++)));
      }
    }
  }

  /** [i][j] is the length of the longest common subsequence of what follows i and j. */
  private static int[][] commonLengths(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--)
      for (int j = after.size() - 1; j >= 0; j--)
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
    return common;
  }

  private String hunks() {
    StringBuilder out = new StringBuilder();
    int at = nextChange(0);
    while (at < edits.size()) {
      int from = Math.max(0, at - CONTEXT);
      int last = at;
      for (int next = at;
          next < edits.size() && next - last <= 2 * CONTEXT;
          next = nextChange(next + 1)) last = next;
      int to = Math.min(edits.size(), last + 1 + CONTEXT);
      hunk(out, from, to);
      at = nextChange(to);
    }
    return out.toString();
  }

  private int nextChange(int from) {
    int at = from;
    while (at < edits.size() && edits.get(at).sign() == ' ') at++;
    return at;
  }

  private void hunk(StringBuilder out, int from, int to) {
    out.append("@@ -%s +%s @@\n".formatted(range(from, to, '+'), range(from, to, '-')));
    for (Edit edit : edits.subList(from, to)) {
      out.append(edit.sign()).append(edit.line());
      if (!edit.line().endsWith("\n")) out.append("\n\\ No newline at end of file\n");
    }
  }

  /** Start and length of a hunk on the side where lines with the sign do not exist. */
  private String range(int from, int to, char notHere) {
    long start = edits.subList(0, from).stream().filter(e -> e.sign() != notHere).count();
    long length = edits.subList(from, to).stream().filter(e -> e.sign() != notHere).count();
    return length == 1 ? "" + (start + 1) : (length == 0 ? start : start + 1) + "," + length;
  }
}
