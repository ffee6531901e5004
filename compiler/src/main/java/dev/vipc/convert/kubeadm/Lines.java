package dev.vipc.convert.kubeadm;

import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;

/** The lines of a YAML text, and which of them belong to an entry of a block mapping. */
final class Lines {
  /**
   * The whole lines of an entry.
   *
   * @param start where its own comment begins, the lines right above it at its column
   * @param key where the line of its key begins
   * @param end behind its last line, and the comments below that are indented deeper
   */
  record Region(int start, int key, int end) {}

  private final String text;
  private final String newline;

  Lines(String text) {
    this.text = text;
    int first = text.indexOf('\n');
    this.newline = first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  /** The line end that the file uses. */
  String newline() {
    return newline;
  }

  int start(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Behind the line's newline; the text's end without one. */
  int next(int offset) {
    int newline = text.indexOf('\n', offset);
    return newline < 0 ? text.length() : newline + 1;
  }

  /** Blanks before an offset on its line. */
  int column(int offset) {
    return offset - start(offset);
  }

  /** Whether nothing but blanks stands before it on its line. */
  boolean beginsLine(int offset) {
    return text.substring(start(offset), offset).isBlank();
  }

  /** Whether the mapping is written with braces. */
  boolean isFlow(YamlNode node) {
    int start = node.span().start();
    return text.startsWith("{", start) && !text.startsWith("{{", start)
        || text.startsWith("[", start);
  }

  /** Whether a value stands behind its key: an alias has the place of its anchor. */
  static boolean isInPlace(Entry entry) {
    return entry.value().span().start() >= entry.key().span().end();
  }

  /** Where an entry's text ends: its value's end, or the end of the line for an alias or a null. */
  int contentEnd(Entry entry) {
    boolean written = isInPlace(entry) && !entry.value().span().text().isEmpty();
    if (written) return entry.value().span().end();
    int end = lineEnd(entry.key().span().end());
    int comment = text.indexOf(" #", entry.key().span().end());
    int until = comment >= 0 && comment < end ? comment : end;
    while (until > 0 && Character.isWhitespace(text.charAt(until - 1))) until--;
    return until;
  }

  private int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    if (end < 0) end = text.length();
    return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** The lines of the entry of this index. */
  Region region(Mapping mapping, int index) {
    Entry entry = mapping.entries().get(index);
    int key = start(entry.key().span().start());
    int column = column(entry.key().span().start());
    int from = index == 0 ? 0 : next(contentEnd(mapping.entries().get(index - 1)));
    int lead = beginsLine(entry.key().span().start()) ? lead(key, from, column) : key;
    int end = next(contentEnd(entry));
    boolean last = index == mapping.entries().size() - 1;
    end =
        last
            ? tail(end, column)
            : lead(start(mapping.entries().get(index + 1).key().span().start()), end, column);
    return new Region(lead, key, end);
  }

  /** Up over the comments at this column that stand right above a line. */
  private int lead(int line, int from, int column) {
    int at = line;
    while (at > from) {
      int above = start(at - 1);
      if (above < from || !isComment(above) || indent(above) != column) break;
      at = above;
    }
    return at;
  }

  /** Down over the comments that are indented deeper, or alike where that is not the margin. */
  private int tail(int line, int column) {
    int at = line;
    while (at < text.length() && isComment(at)) {
      int indent = indent(at);
      if (indent < column || indent == column && column == 0) break;
      at = next(at);
    }
    return at;
  }

  boolean isComment(int line) {
    return text.startsWith("#", line + indent(line));
  }

  int indent(int line) {
    int at = line;
    while (at < text.length() && text.charAt(at) == ' ') at++;
    return at - line;
  }

  /** Lines, moved right; blank ones, and those left of the column, stay. */
  static String moved(String block, int column, int by) {
    StringBuilder result = new StringBuilder(block.length() + 64);
    for (String line : block.splitWithDelimiters("\n", 0)) {
      int indent = 0;
      while (indent < line.length() && line.charAt(indent) == ' ') indent++;
      boolean moves = !line.isBlank() && indent >= column;
      result.append(moves ? " ".repeat(by) : "").append(line);
    }
    return result.toString();
  }

  /** Lines that end with a newline. */
  String ended(String lines) {
    return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + newline;
  }

  /** Where something may be put behind a mapping's last entry. */
  int behind(Mapping mapping) {
    return region(mapping, mapping.entries().size() - 1).end();
  }
}
