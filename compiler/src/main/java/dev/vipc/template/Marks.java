package dev.vipc.template;

import java.util.Optional;

/**
 * Characters of a private-use block that neither the template nor its variables use; they travel
 * through the template engine and say where each piece of its output comes from.
 */
final class Marks {
  private static final int FIRST = 0xE000;
  private static final int LAST = 0xF8F0;
  private static final int BLOCK = 16;
  private static final int OPEN = 10;
  private static final int VALUE = 11;
  private static final int HOLE = 12;

  private final char base;

  private Marks(char base) {
    this.base = base;
  }

  /** Absent where every block is in use. */
  static Optional<Marks> freeIn(String text) {
    boolean[] used = new boolean[(LAST - FIRST) / BLOCK + 1];
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (c >= FIRST && c <= LAST + BLOCK - 1)
        used[Math.min((c - FIRST) / BLOCK, used.length - 1)] = true;
    }
    for (int block = 0; block < used.length - 1; block++)
      if (!used[block]) return Optional.of(new Marks((char) (FIRST + block * BLOCK)));
    return Optional.empty();
  }

  /** The beginning of what a segment wrote. */
  String begin(int segment) {
    StringBuilder mark = new StringBuilder().append((char) (base + OPEN));
    for (char digit : Integer.toString(segment).toCharArray())
      mark.append((char) (base + digit - '0'));
    return mark.toString();
  }

  char value() {
    return (char) (base + VALUE);
  }

  char hole() {
    return (char) (base + HOLE);
  }

  boolean isBegin(char c) {
    return c == base + OPEN;
  }

  /** The digit's value, or a negative number for another character. */
  int digit(char c) {
    return c >= base && c < base + 10 ? c - base : -1;
  }
}
