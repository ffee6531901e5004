package dev.vipc.settings;

import java.util.regex.Pattern;

/**
 * A path relative to the {@code .vipc.yaml} that names it: {@code *} is any part of a name, {@code
 * **} any folders, and a folder stands for everything below it.
 */
public final class PathPattern {
  private final Pattern pattern;

  public PathPattern(String text) {
    String plain = text.replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < plain.length(); ) {
      if (plain.startsWith("**/", at)) {
        regex.append("(?:[^/]*/)*+");
        at += 3;
      } else if (plain.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        regex.append(one(plain.charAt(at++)));
      }
    }
    pattern = Pattern.compile(regex + "(?:/.*)?", Pattern.DOTALL);
  }

  private static String one(char c) {
    return switch (c) {
      case '*' -> "[^/]*";
      case '?' -> "[^/]";
      default -> Pattern.quote(Character.toString(c));
    };
  }

  /**
   * @param path relative to the same folder, {@code /} between names
   */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }
}
