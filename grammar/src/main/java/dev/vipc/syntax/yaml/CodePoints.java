package dev.vipc.syntax.yaml;

import java.util.Arrays;

/** Turns the code point indices of snakeyaml-engine's marks into UTF-16 offsets of a text. */
final class CodePoints {
  private final int length;

  /** The code point index of each character outside the basic plane. */
  private final int[] pairs;

  CodePoints(String text) {
    length = text.length();
    int[] found = new int[16];
    int count = 0;
    for (int at = 0; at < length - 1; at++) {
      if (!Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) continue;
      if (count == found.length) found = Arrays.copyOf(found, count * 2);
      found[count] = at - count;
      count++;
      at++;
    }
    pairs = Arrays.copyOf(found, count);
  }

  /** The offset where the code point of this index begins; the text's end for any index past it. */
  int offset(int index) {
    int found = Arrays.binarySearch(pairs, index);
    int before = found >= 0 ? found : -found - 1;
    return Math.min(length, index + before);
  }

  /** The index of the code point that begins at an offset. */
  int index(int offset) {
    int before = 0;
    while (before < pairs.length && pairs[before] + before < offset) before++;
    return offset - before;
  }
}
