package dev.vipc.emit;

import java.util.regex.Pattern;

/** Text as a YAML scalar that every YAML parser reads back as that string. */
public final class YamlText {
  /**
   * Begins with a letter or a slash, and holds nothing that YAML could take for something else; a
   * colon only where no space follows.
   */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  private static final Pattern RESERVED =
      Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null|nan|inf");

  private YamlText() {}

  /** Plain where that is safe, otherwise in double quotes with JSON's escapes. */
  public static String of(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches();
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> out.append(escaped(c)));
    return out.append('"').toString();
  }

  /** One character; the halves of a surrogate pair are no characters to Go's YAML reader. */
  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default -> {
        if (c > 0xffff) yield "\\U%08x".formatted(c);
        yield c < ' ' || c > '~' ? "\\u%04x".formatted(c) : Character.toString(c);
      }
    };
  }
}
