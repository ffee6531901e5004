package dev.vipc.syntax.yaml;

import dev.vipc.source.Utf8;

/**
 * Bytes that are no UTF-8 (see {@link Utf8}) on their way through a reader that lets no lone
 * surrogate pass: each stands as a private-use character meanwhile.
 */
final class EscapedBytes {
  private static final int SHIFT = 0xF700 - 0xDC00;

  private EscapedBytes() {}

  static String printable(String text) {
    if (!escaped(text)) return text;
    StringBuilder printable = new StringBuilder(text);
    for (int at = 0; at < text.length(); at++)
      if (loneAt(text, at)) printable.setCharAt(at, (char) (text.charAt(at) + SHIFT));
    return printable.toString();
  }

  /** The value with its bytes back, where the text it was read from has any. */
  static String restored(String value, String text) {
    if (value.chars().noneMatch(EscapedBytes::stands) || !escaped(text)) return value;
    StringBuilder restored = new StringBuilder(value);
    for (int at = 0; at < value.length(); at++)
      if (stands(value.charAt(at))) restored.setCharAt(at, (char) (value.charAt(at) - SHIFT));
    return restored.toString();
  }

  private static boolean escaped(String text) {
    for (int at = 0; at < text.length(); at++) if (loneAt(text, at)) return true;
    return false;
  }

  private static boolean loneAt(String text, int at) {
    return Utf8.isEscapedByte(text.charAt(at))
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static boolean stands(int c) {
    return c >= 0xF780 && c <= 0xF7FF;
  }
}
