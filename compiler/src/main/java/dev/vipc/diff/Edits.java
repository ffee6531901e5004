package dev.vipc.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The changes that make one list of another. */
final class Edits {
  /** Above this many pairs the middle is taken as replaced instead of compared. */
  private static final long MOST_PAIRS = 4_000_000;

  /** Something that went, came, or was put in another's place. */
  record Change<T>(Optional<T> before, Optional<T> after) {}

  private Edits() {}

  /**
   * @param text by what two of them are the same
   */
  static <T> List<Change<T>> between(List<T> was, List<T> is, Function<T, String> text) {
    int head = 0;
    int shorter = Math.min(was.size(), is.size());
    while (head < shorter && same(was.get(head), is.get(head), text)) head++;
    int tail = 0;
    while (tail < shorter - head
        && same(was.get(was.size() - 1 - tail), is.get(is.size() - 1 - tail), text)) tail++;
    return middle(was.subList(head, was.size() - tail), is.subList(head, is.size() - tail), text);
  }

  private static <T> boolean same(T one, T other, Function<T, String> text) {
    return text.apply(one).equals(text.apply(other));
  }

  private static <T> List<Change<T>> middle(List<T> was, List<T> is, Function<T, String> text) {
    boolean large = (long) was.size() * is.size() > MOST_PAIRS;
    int[][] common = large ? new int[0][0] : lengths(was, is, text);
    List<Change<T>> changes = new ArrayList<>();
    List<T> gone = new ArrayList<>();
    List<T> come = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < was.size() || j < is.size()) {
      if (!large && i < was.size() && j < is.size() && same(was.get(i), is.get(j), text)) {
        flush(gone, come, changes);
        i++;
        j++;
      } else if (j == is.size()
          || i < was.size() && (large || common[i + 1][j] >= common[i][j + 1])) {
        gone.add(was.get(i++));
      } else {
        come.add(is.get(j++));
      }
    }
    flush(gone, come, changes);
    return changes;
  }

  private static <T> void flush(List<T> gone, List<T> come, List<Change<T>> changes) {
    for (int k = 0; k < Math.max(gone.size(), come.size()); k++)
      changes.add(
          new Change<>(
              k < gone.size() ? Optional.of(gone.get(k)) : Optional.empty(),
              k < come.size() ? Optional.of(come.get(k)) : Optional.empty()));
    gone.clear();
    come.clear();
  }

  /** [i][j] is the length of the longest common subsequence of what follows i and j. */
  private static <T> int[][] lengths(List<T> was, List<T> is, Function<T, String> text) {
    int[][] common = new int[was.size() + 1][is.size() + 1];
    for (int i = was.size() - 1; i >= 0; i--)
      for (int j = is.size() - 1; j >= 0; j--)
        common[i][j] =
            same(was.get(i), is.get(j), text)
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
    return common;
  }
}
