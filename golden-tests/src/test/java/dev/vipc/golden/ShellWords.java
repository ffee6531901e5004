package dev.vipc.golden;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell script as POSIX's shell splits it (2.3 Token Recognition): words without their quotes,
 * operators, line ends and comments. What the shell would still expand is marked, so that a value
 * is never the same there as in single quotes.
 */
final class ShellWords {
  private static final String OPERATORS = ";|&()<>";
  private static final String EXPANDED = "$`";
  private static final String PATTERNS = "*?[~!{}";
  private static final char MARK = '\u0001';

  private final String text;
  private final List<String> leaves = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord = false;
  private String hereEnd = "";
  private int at = 0;

  private ShellWords(String text) {
    this.text = text;
  }

  /** Throws where a quote is not closed. */
  static List<String> of(String text) {
    ShellWords words = new ShellWords(text);
    while (words.at < text.length()) words.next();
    words.end();
    return words.leaves;
  }

  private void next() {
    char c = text.charAt(at++);
    if (c == '\n') {
      end();
      leaves.add("line");
      if (!hereEnd.isEmpty()) hereDocument();
    } else if (c == ' ' || c == '\t') {
      end();
    } else if (c == '#' && !inWord) {
      comment();
    } else if (OPERATORS.indexOf(c) >= 0) {
      end();
      leaves.add("operator " + c);
    } else {
      inWord = true;
      if (c == '\'') word.append(text, at, at = closing() + 1).setLength(word.length() - 1);
      else if (c == '"') inDoubleQuotes();
      else if (c == '\\') escaped();
      else if (EXPANDED.indexOf(c) >= 0 || PATTERNS.indexOf(c) >= 0) word.append(MARK).append(c);
      else word.append(c);
    }
  }

  private int closing() {
    int end = text.indexOf('\'', at);
    if (end < 0) throw new AssertionError("a quote is not closed:\n" + text);
    return end;
  }

  private void inDoubleQuotes() {
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return;
      }
      if (c == '\\' && at + 1 < text.length() && "$`\"\\".indexOf(text.charAt(at + 1)) >= 0)
        word.append(text.charAt(++at));
      else if (EXPANDED.indexOf(c) >= 0) word.append(MARK).append(c);
      else word.append(c);
    }
    throw new AssertionError("a double quote is not closed:\n" + text);
  }

  private void escaped() {
    if (at < text.length() && text.charAt(at) != '\n') word.append(text.charAt(at));
    at++;
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    if (end < 0) end = text.length();
    leaves.add("#" + text.substring(at, end));
    at = end;
  }

  private void end() {
    if (!inWord) return;
    leaves.add("=" + word);
    int size = leaves.size();
    // the word after << ends the lines that follow
    if (size > 2
        && leaves.get(size - 2).equals("operator <")
        && leaves.get(size - 3).equals("operator <")) hereEnd = word.toString();
    word.setLength(0);
    inWord = false;
  }

  /** Its lines as they are: ours all have a quoted end, after which nothing in them is expanded. */
  private void hereDocument() {
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      if (end < 0) end = text.length();
      String line = text.substring(at, end);
      at = Math.min(end + 1, text.length());
      leaves.add("<" + line);
      if (line.equals(hereEnd)) {
        hereEnd = "";
        return;
      }
    }
    throw new AssertionError("a here-document has no end:\n" + text);
  }
}
