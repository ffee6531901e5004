package dev.vipc.check.haproxy;

import dev.vipc.syntax.Word;

/** Which names HAProxy takes for sections, servers and ACLs. */
final class Names {
  private Names() {}

  /** Reports a character that no name has; whether there is none. */
  static boolean check(String what, Word name, Verdicts out) {
    String text = name.value();
    for (int i = 0; i < text.length(); i++) {
      if (isAllowed(text.charAt(i))) continue;
      out.error(
          HaproxyFindings.BAD_NAME,
          name.span(),
          "`%s` is not allowed in the name of %s".formatted(text.charAt(i), article(what)),
          "use letters, digits and `_`, `-`, `.`, `:`");
      return false;
    }
    return true;
  }

  static boolean isAllowed(char c) {
    return c == '_'
        || c == '-'
        || c == '.'
        || c == ':'
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z');
  }

  private static String article(String what) {
    return ("AEIOUaeiou".indexOf(what.charAt(0)) >= 0 ? "an " : "a ") + what;
  }
}
