package dev.vipc.golden;

import java.util.ArrayList;
import java.util.List;

/**
 * A unit of systemd, or a drop-in: its lines, and the words of its commands without their quotes as
 * systemd.service(5), "Command lines", splits them. What systemd would still replace is marked.
 */
final class UnitLines {
  private static final char MARK = '\u0001';

  private UnitLines() {}

  /** Throws where a quote is not closed. */
  static List<String> of(String text) {
    List<String> leaves = new ArrayList<>();
    for (String line : text.replace("\\\n", " ").lines().toList()) {
      int equals = line.indexOf('=');
      if (!line.startsWith("Exec")) {
        leaves.add(line);
        continue;
      }
      leaves.add(line.substring(0, equals));
      words(line.substring(equals + 1), leaves);
    }
    return leaves;
  }

  private static void words(String line, List<String> leaves) {
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      boolean doubled = at + 1 < line.length() && line.charAt(at + 1) == c;
      if (c == ' ' && quote == 0) {
        if (inWord) leaves.add("=" + word);
        word.setLength(0);
        inWord = false;
        continue;
      }
      inWord = true;
      if (quote == 0 && (c == '"' || c == '\'')) quote = c;
      else if (c == quote) quote = 0;
      else if (c == '\\' && at + 1 < line.length()) word.append(unescaped(line.charAt(++at)));
      else if ((c == '%' || c == '$') && doubled) word.append(line.charAt(at++));
      else if (c == '%' || c == '$' || c == ';' && quote == 0) word.append(MARK).append(c);
      else word.append(c);
    }
    if (quote != 0) throw new AssertionError("a quote is not closed: " + line);
    if (inWord) leaves.add("=" + word);
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 's' -> ' ';
      default -> c;
    };
  }
}
