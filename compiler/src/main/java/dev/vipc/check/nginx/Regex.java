package dev.vipc.check.nginx;

import dev.vipc.syntax.Word;

/** What every library of regular expressions refuses: brackets without a partner. */
final class Regex {
  private Regex() {}

  /**
   * @param word where the expression stands
   * @param text the expression alone
   */
  static void check(Word word, String text, Sink out) {
    if (out.isOpen(text)) return;
    int depth = 0;
    boolean wrong = false;
    for (int i = 0; i < text.length() && !wrong; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> wrong = ++i == text.length();
        case '[' -> {
          i = classEnd(text, i);
          wrong = i < 0;
          if (wrong) i = text.length();
        }
        case '(' -> depth++;
        case ')' -> wrong = --depth < 0;
        default -> {}
      }
    }
    if (wrong || depth != 0)
      out.error(
          NginxFindings.BAD_SETTING,
          word.span(),
          "`%s` is no regular expression: brackets or a backslash have no partner".formatted(text),
          "write `\\` before what is meant as it stands");
  }

  /** The offset of the {@code ]} that ends a class, or -1; one right behind its begin is in it. */
  private static int classEnd(String text, int from) {
    int at = from + 1;
    if (text.startsWith("^", at)) at++;
    if (text.startsWith("]", at)) at++;
    for (; at < text.length(); at++) {
      if (text.charAt(at) == '\\') at++;
      else if (text.charAt(at) == ']') return at;
      else if (text.startsWith("[:", at)) {
        int end = text.indexOf(":]", at);
        if (end > 0) at = end + 1;
      }
    }
    return -1;
  }
}
