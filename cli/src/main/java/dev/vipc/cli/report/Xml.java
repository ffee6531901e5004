package dev.vipc.cli.report;

import java.io.PrintWriter;

/** Writes XML 1.0 elements, indented by depth. */
final class Xml {
  private final PrintWriter out;
  private int depth;

  Xml(PrintWriter out) {
    this.out = out;
    out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  }

  /**
   * Begins an element that holds others.
   *
   * @param attributes names and values in turn
   */
  Xml open(String name, Object... attributes) {
    out.println(tag(name, attributes) + ">");
    depth++;
    return this;
  }

  Xml close(String name) {
    depth--;
    out.println("  ".repeat(depth) + "</" + name + ">");
    return this;
  }

  Xml empty(String name, Object... attributes) {
    out.println(tag(name, attributes) + "/>");
    return this;
  }

  Xml text(String name, String text, Object... attributes) {
    out.println(tag(name, attributes) + ">" + escaped(text, false) + "</" + name + ">");
    return this;
  }

  private String tag(String name, Object... attributes) {
    StringBuilder tag = new StringBuilder("  ".repeat(depth)).append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2)
      tag.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escaped(attributes[i + 1].toString(), true))
          .append('"');
    return tag.toString();
  }

  /** What XML 1.0 lets no document hold, not even escaped, becomes U+FFFD. */
  private static String escaped(String text, boolean attribute) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t', '\r' -> {
                  if (attribute) escaped.append("&#").append(c).append(';');
                  else escaped.appendCodePoint(c);
                }
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  private static boolean isAllowed(int c) {
    return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
  }
}
