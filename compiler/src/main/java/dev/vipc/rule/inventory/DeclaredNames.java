package dev.vipc.rule.inventory;

import dev.vipc.model.Inventory.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names that host lists and inventories give to machines. */
final class DeclaredNames {
  private static final int NEAR = 2;

  private final List<Entry> entries;

  DeclaredNames(List<Entry> entries) {
    this.entries = entries;
  }

  /** As a name is compared in DNS: without case; also where only one of the two has a domain. */
  boolean has(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return entries.stream()
        .map(entry -> listed(entry).toLowerCase(Locale.ROOT))
        .anyMatch(
            listed ->
                listed.equals(wanted)
                    || listed.startsWith(wanted + ".")
                    || wanted.startsWith(listed + "."));
  }

  /**
   * The entry that a name is a typing error for, or that is one for it: two edits away at most, and
   * either at the same address or with the same digits, since numbered names are always near.
   */
  Optional<Entry> nearest(UsedName used) {
    String name = used.name().value();
    return entries.stream()
        .filter(entry -> distance(listed(entry), name) <= NEAR)
        .filter(
            entry ->
                used.address().isPresent()
                    ? used.address().get().equals(entry.address().value())
                    : isLong(name) && digits(listed(entry)).equals(digits(name)))
        .findFirst();
  }

  /** Of two short names, one is always near the other. */
  private static boolean isLong(String name) {
    return name.length() > 2 * NEAR;
  }

  private static String listed(Entry entry) {
    return entry.name().orElseThrow().value();
  }

  private static String digits(String name) {
    return name.replaceAll("\\D+", "");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
