package dev.vipc.lower.haproxy;

import java.util.Set;

/** Tells by its lines whether a text is a haproxy.cfg. */
final class Headers {
  private static final Set<String> NAMED = Set.of("frontend", "backend", "listen");
  private static final Set<String> USUAL =
      Set.of(
          "acl",
          "balance",
          "bind",
          "chroot",
          "daemon",
          "default_backend",
          "default-server",
          "log",
          "maxconn",
          "mode",
          "option",
          "server",
          "stats",
          "timeout",
          "use_backend");

  private Headers() {}

  /**
   * Whether a section begins somewhere; if {@code headerSuffices} is not set, a usual keyword must
   * stand at the start of a line below it, since prose can begin a line with {@code listen}.
   */
  static boolean in(String text, boolean headerSuffices) {
    boolean header = false;
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String first = word(text, start, end);
      if (header && USUAL.contains(first)) return true;
      if (!header && isHeader(text, start, end, first)) header = true;
      if (header && headerSuffices) return true;
      start = end + 1;
    }
    return false;
  }

  private static boolean isHeader(String text, int start, int end, String first) {
    if (first.equals("defaults")) return true;
    boolean global = first.equals("global");
    if (!global && !NAMED.contains(first)) return false;
    int rest = text.indexOf(first, start) + first.length();
    String name = word(text, rest, end);
    return global == name.isEmpty() && name.chars().allMatch(Headers::isNameChar);
  }

  /** The first word of a stretch; empty before a comment, and for words too long to be of use. */
  private static String word(String text, int from, int end) {
    int start = from;
    while (start < end && Character.isWhitespace(text.charAt(start))) start++;
    int stop = start;
    while (stop < end && stop - start < 256 && !isBreak(text.charAt(stop))) stop++;
    return text.substring(start, stop);
  }

  private static boolean isBreak(char c) {
    return c == '#' || Character.isWhitespace(c);
  }

  private static boolean isNameChar(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == ':' || c == '-';
  }
}
