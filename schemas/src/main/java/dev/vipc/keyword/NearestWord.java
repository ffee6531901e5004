package dev.vipc.keyword;

import java.util.Collection;
import java.util.Optional;

/**
 * The known word that a misspelt one most likely means: fewest insertions, deletions, replacements
 * and swaps of neighbours, and no more of them than a third of the word; upper and lower case do
 * not count where nothing else differs.
 */
public final class NearestWord {
  private NearestWord() {}

  /** The nearest of the known words; of two that are equally near, the first in the alphabet. */
  public static Optional<String> of(String word, Collection<String> known) {
    int limit = Math.max(1, word.length() / 3);
    long letters = letters(word);
    String best = "";
    int bestDistance = limit + 1;
    for (String candidate : known) {
      if (candidate.equalsIgnoreCase(word)) return Optional.of(candidate);
      if (Math.abs(candidate.length() - word.length()) > limit) continue;
      // a step takes one letter away or brings one, and most words differ in too many
      long others = letters(candidate);
      if (Long.bitCount(letters & ~others) > limit) continue;
      if (Long.bitCount(others & ~letters) > limit) continue;
      int distance = distance(word, candidate, bestDistance);
      if (distance < bestDistance || (distance == bestDistance && nearer(candidate, best))) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return bestDistance <= limit ? Optional.of(best) : Optional.empty();
  }

  /** Which letters there are, a bit for each; two that share one only hide a difference. */
  private static long letters(String word) {
    long letters = 0;
    for (int i = 0; i < word.length(); i++) letters |= 1L << word.charAt(i);
    return letters;
  }

  private static boolean nearer(String candidate, String best) {
    return !best.isEmpty() && candidate.compareTo(best) < 0;
  }

  /** Optimal string alignment distance; anything above the limit counts as limit + 1. */
  static int distance(String a, String b, int limit) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) last[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && swapped(a, b, i, j)) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > limit) return limit + 1;
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
