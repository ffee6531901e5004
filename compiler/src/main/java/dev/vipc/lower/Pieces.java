package dev.vipc.lower;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Parts of a text, each with its own place. */
public final class Pieces {
  private Pieces() {}

  /** A scalar's text without its quotes; the whole scalar where escapes or folding changed it. */
  public static Located<String> content(Scalar scalar) {
    Span span = scalar.span();
    int quotes = span.end() - span.start() - scalar.value().length();
    if (scalar.plain() || quotes != 2 || !span.text().substring(1).startsWith(scalar.value()))
      return scalar.located();
    return new Located<>(scalar.value(), span.part(1, 1 + scalar.value().length()));
  }

  /** What stands between the separators, blanks around it removed; empty pieces are left out. */
  public static List<Located<String>> split(Located<String> text, char separator) {
    List<Located<String>> pieces = new ArrayList<>();
    String value = text.value();
    for (int start = 0; start <= value.length(); ) {
      int next = value.indexOf(separator, start);
      int end = next < 0 ? value.length() : next;
      Located<String> piece = stripped(text, start, end);
      if (!piece.value().isEmpty()) pieces.add(piece);
      start = end + 1;
    }
    return pieces;
  }

  /** From one offset to another, relative to the text's start. */
  public static Located<String> part(Located<String> text, int from, int until) {
    Span span = text.span();
    boolean literal = span.end() - span.start() == text.value().length();
    return new Located<>(
        text.value().substring(from, until), literal ? span.part(from, until) : span);
  }

  /** Host and port of a URL: what stands behind its scheme, without a path. */
  public static Located<String> authority(Located<String> url) {
    int scheme = url.value().indexOf("://");
    int start = scheme < 0 ? 0 : scheme + 3;
    int slash = url.value().indexOf('/', start);
    return part(url, start, slash < 0 ? url.value().length() : slash);
  }

  private static Located<String> stripped(Located<String> text, int from, int until) {
    int start = from;
    int end = until;
    while (start < end && Character.isWhitespace(text.value().charAt(start))) start++;
    while (end > start && Character.isWhitespace(text.value().charAt(end - 1))) end--;
    return part(text, start, end);
  }
}
