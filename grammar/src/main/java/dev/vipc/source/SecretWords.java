package dev.vipc.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of any of the programs' files says behind a word that announces a password, a token
 * or a key. It knows no program: it keeps values from being shown, and reads none.
 */
public final class SecretWords {
  /** What is shown in a secret's place, of another length than what it stands for. */
  public static final String MASK = "********";

  /** The words, to be matched in any case. */
  public static final String WORDS =
      "auth_pass|password|passwd|token|certificateKey|secret|private_?Key";

  private static final Pattern VALUE =
      Pattern.compile(
          "(?:(?:"
              + WORDS
              + "|inline_?string|inline_?bytes)[\"']?[:=\\s]\\s*|stats\\s+auth\\s+)"
              + "(?<value>\"(?:\\\\.|[^\"\\\\])*+\"|'[^']*+'|(?![}\\],](?:[\\s,}\\]]|$))[^\\s\"'{\\[].*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern END_IN_FLOW = Pattern.compile("\\s*[,}\\]]");

  /** What may stand behind a plain value: blanks, the end of a directive, a comment. */
  private static final Pattern TRAIL = Pattern.compile("\\s*;?\\s*(\\s[#!].*)?$");

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)[#!]");

  /** What a word such as {@code automountServiceAccountToken} has behind it. */
  private static final Pattern SWITCH =
      Pattern.compile("true|false|yes|no|on|off|null|~", Pattern.CASE_INSENSITIVE);

  private SecretWords() {}

  /** The values on one line, with their quotes, in its order. */
  public static List<Span> in(Span line) {
    List<Span> values = new ArrayList<>();
    Matcher value = VALUE.matcher(line.text());
    int from = 0;
    while (value.find(from)) {
      int start = value.start("value");
      from = end(line.text(), value);
      if (!SWITCH.matcher(line.text()).region(start, from).matches()
          && !isProse(line.text().substring(0, from), start))
        values.add(new Span(line.file(), line.start() + start, line.start() + from));
    }
    return values;
  }

  /**
   * A comment that speaks of a password; one that was a line of configuration has one word there.
   */
  private static boolean isProse(String line, int value) {
    String before = line.substring(0, value).stripTrailing();
    boolean named = before.endsWith(":") || before.endsWith("=");
    return !named
        && COMMENT.matcher(before).find()
        && line.substring(value).strip().chars().anyMatch(Character::isWhitespace);
  }

  /** A plain value between braces ends where the next key may begin. */
  private static int end(String line, Matcher value) {
    int start = value.start("value");
    if ("\"'".indexOf(line.charAt(start)) >= 0) return value.end("value");
    Matcher end = END_IN_FLOW.matcher(line);
    if (line.lastIndexOf('{', start) >= 0 && end.find(start + 1)) return end.start();
    Matcher trail = TRAIL.matcher(line);
    return trail.find(start + 1) ? trail.start() : value.end("value");
  }
}
