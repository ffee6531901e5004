package dev.vipc.syntax.lexing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal stretches of a text as one string where it can: most words of a configuration are the
 * same few keywords, and a large file would else hold each of them anew.
 */
public final class WordPool {
  private static final int SLOTS = 1 << 12;
  private static final int MAX_LENGTH = 32;

  private final String text;
  private final @Nullable String[] slots = new String[SLOTS];

  /** The same words again: the JDK compares arrays several characters at a time. */
  private final char[][] spelt = new char[SLOTS][];

  public WordPool(String text) {
    this.text = text;
    Arrays.fill(spelt, new char[0]);
  }

  /** The text from {@code start} to {@code end}, UTF-16 offsets. */
  public String word(int start, int end) {
    int length = end - start;
    if (length > MAX_LENGTH) return text.substring(start, end);
    int hash = length;
    for (int at = start; at < end; at++) hash = hash * 31 + text.charAt(at);
    int slot = (hash ^ hash >>> 12) & SLOTS - 1;
    String pooled = slots[slot];
    if (pooled != null && pooled.length() == length && text.startsWith(pooled, start))
      return pooled;
    String word = text.substring(start, end);
    slots[slot] = word;
    return word;
  }

  /** The same of an array of characters. */
  String word(char[] chars, int start, int end) {
    int length = end - start;
    if (length > MAX_LENGTH) return new String(chars, start, length);
    int hash = length;
    for (int at = start; at < end; at++) hash = hash * 31 + chars[at];
    int slot = (hash ^ hash >>> 12) & SLOTS - 1;
    char[] known = spelt[slot];
    String pooled = slots[slot];
    if (pooled != null && Arrays.equals(chars, start, end, known, 0, known.length)) return pooled;
    String word = new String(chars, start, length);
    slots[slot] = word;
    if (known.length == length) System.arraycopy(chars, start, known, 0, length);
    else spelt[slot] = Arrays.copyOfRange(chars, start, end);
    return word;
  }
}
