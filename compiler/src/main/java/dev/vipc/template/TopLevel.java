package dev.vipc.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at an expression's text where neither quotes nor brackets hold it. */
final class TopLevel {
  private static final int LONGEST = 5000;
  private static final int DEEPEST = 30;
  private static final Pattern FILTER = Pattern.compile("\\|\\s*(?<name>[A-Za-z_][\\w.]*)");
  private static final Pattern COLLECTION =
      Pattern.compile("\\|\\s*(?:ansible|community)\\.\\w+\\.");
  private static final Pattern MAPPED = Pattern.compile("\\bmap\\(\\s*(['\"])(?<name>[\\w.]+)\\1");

  private TopLevel() {}

  /** Where the words stand; -1 for nowhere. Comparisons are no {@code =}. */
  static int indexOf(String expression, String words) {
    int depth = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (depth == 0 && expression.startsWith(words, i)) {
        boolean compares =
            words.equals("=")
                && (expression.startsWith("==", i)
                    || i > 0 && "=!<>".indexOf(expression.charAt(i - 1)) >= 0);
        if (!compares) return i;
      }
      if (c == '"' || c == '\'') i = endOfString(expression, i);
      else if ("([{".indexOf(c) >= 0) depth++;
      else if (")]}".indexOf(c) >= 0) depth--;
    }
    return -1;
  }

  /** What keeps the engine from reading the expression; empty for nothing. */
  static String trouble(String expression) {
    if (expression.length() > LONGEST)
      return "this expression is longer than %d characters".formatted(LONGEST);
    int depth = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '"' || c == '\'') i = endOfString(expression, i);
      else if ("([{".indexOf(c) >= 0 && ++depth > DEEPEST)
        return "brackets are nested deeper than %d".formatted(DEEPEST);
      else if (")]}".indexOf(c) >= 0) depth--;
    }
    return "";
  }

  /** The names of the filters that an expression uses. */
  static List<String> filters(String expression) {
    List<String> names = new ArrayList<>();
    for (Matcher filter = FILTER.matcher(withoutStrings(expression)); filter.find(); )
      names.add(filter.group("name"));
    for (Matcher mapped = MAPPED.matcher(expression); mapped.find(); )
      names.add(mapped.group("name"));
    return names;
  }

  /** The expression with a blank for each character of a text in quotes. */
  static String withoutStrings(String expression) {
    StringBuilder left = new StringBuilder(expression);
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c != '"' && c != '\'') continue;
      int end = endOfString(expression, i);
      for (int j = i; j <= end && j < left.length(); j++) left.setCharAt(j, ' ');
      i = end;
    }
    return left.toString();
  }

  /**
   * The expression in a spelling that jinjava reads: tags' signs within quotes are taken apart,
   * dictionaries have brackets around them, and the collections of Ansible's filters are left out.
   */
  static String readable(String expression) {
    StringBuilder readable = new StringBuilder();
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c != '"' && c != '\'') {
        // jinjava takes a dictionary's comma within parentheses for a list's
        readable.append(c == '{' ? "[{ " : c == '}' ? " }][0]" : c);
        continue;
      }
      int end = Math.min(endOfString(expression, i), expression.length() - 1);
      String text = expression.substring(i, end + 1);
      String apart = text.replaceAll("(?<=[{%#])(?=[{%#}])|(?<=})(?=})", c + " ~ " + c);
      readable.append(apart.equals(text) ? text : "(" + apart + ")");
      i = end;
    }
    return COLLECTION.matcher(readable).replaceAll("|");
  }

  private static int endOfString(String text, int open) {
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') i++;
      else if (text.charAt(i) == text.charAt(open)) return i;
    }
    return text.length();
  }
}
