package dev.vipc.template;

import dev.vipc.template.Segment.Block;
import dev.vipc.template.Segment.Output;
import dev.vipc.template.Segment.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into text and tags as Jinja2 does with Ansible's settings: the newline after a
 * block or a comment goes with it (trim_blocks), blanks before one stay (lstrip_blocks is off), and
 * the last newline stays. A first line {@code #jinja2: lstrip_blocks: True} says otherwise.
 * Sources: Jinja2's lexer.py, Ansible's template module.
 */
final class TemplateLexer {
  private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*endraw\\s*(?<close>[-+]?)%}");
  private static final Pattern HEADER = Pattern.compile("#jinja2:(?<settings>[^\\n]*)(?:\\n|$)");
  private static final Pattern KEYWORD = Pattern.compile("\\s*(?<word>[A-Za-z_]\\w*)?");

  /**
   * Why a template cannot be rendered, and where.
   *
   * @param ours whether Ansible may render it nevertheless
   */
  record Fault(int start, int end, String message, String help, boolean ours) {
    Fault(int start, int end, String message, String help) {
      this(start, end, message, help, false);
    }

    /** A bound of vipc's own, that the whole template passes. */
    static Fault bound(String message, String help) {
      return new Fault(0, 0, message, help, true);
    }
  }

  private final String text;
  private final List<Segment> segments = new ArrayList<>();
  private Optional<Fault> fault = Optional.empty();
  private boolean trimBlocks = true;
  private boolean lstripBlocks;
  private int at;

  TemplateLexer(String text) {
    this.text = text;
    Matcher header = HEADER.matcher(text);
    if (!header.lookingAt()) return;
    trimBlocks = !says(header.group("settings"), "trim_blocks", "False");
    lstripBlocks = says(header.group("settings"), "lstrip_blocks", "True");
    at = header.end();
  }

  private static boolean says(String settings, String name, String value) {
    return Pattern.compile("(?i)\\b%s\\s*:\\s*%s\\b".formatted(name, value))
        .matcher(settings)
        .find();
  }

  Optional<Fault> fault() {
    return fault;
  }

  List<Segment> segments() {
    while (at < text.length() && fault.isEmpty()) {
      int tag = nextTag(at);
      text(at, tag);
      if (tag < text.length()) tag(tag);
      else at = tag;
    }
    return segments;
  }

  private int nextTag(int from) {
    for (int i = text.indexOf('{', from); i >= 0; i = text.indexOf('{', i + 1))
      if (i + 1 < text.length() && "{%#".indexOf(text.charAt(i + 1)) >= 0) return i;
    return text.length();
  }

  private void text(int start, int tag) {
    int end = tag;
    char modifier = tag + 2 < text.length() ? text.charAt(tag + 2) : ' ';
    boolean block = tag < text.length() && text.charAt(tag + 1) != '{';
    if (tag < text.length() && modifier == '-') {
      while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
    } else if (block && lstripBlocks && modifier != '+') {
      int line = Math.max(start, text.lastIndexOf('\n', tag - 1) + 1);
      if (text.substring(line, tag).isBlank()) end = line;
    }
    if (end > start) segments.add(new Text(start, end));
  }

  private void tag(int open) {
    switch (text.charAt(open + 1)) {
      case '#' -> comment(open);
      case '{' -> {
        int close = close(open, "}}");
        if (close < 0) return;
        segments.add(new Output(open, at(close), inside(open, close)));
        after(close, false);
      }
      default -> block(open);
    }
  }

  private void comment(int open) {
    int close = text.indexOf("#}", open + 2);
    if (close < 0) unclosed(open, "#}");
    else after(close, true);
  }

  private void block(int open) {
    int close = close(open, "%}");
    if (close < 0) return;
    String inside = inside(open, close);
    Matcher word = KEYWORD.matcher(inside);
    String keyword = word.lookingAt() && word.group("word") != null ? word.group("word") : "";
    if (keyword.equals("raw")) raw(open, at(close));
    else {
      segments.add(new Block(open, at(close), keyword, inside.substring(word.end()).strip()));
      after(close, true);
    }
  }

  private void raw(int open, int start) {
    Matcher end = RAW.matcher(text);
    if (!end.find(start)) {
      unclosed(open, "{% endraw %}");
      return;
    }
    if (end.start() > start) segments.add(new Text(start, end.start()));
    after(end.end() - 2, true);
  }

  /** Where the tag's end begins; brackets and quotes hold together. */
  private int close(int open, String end) {
    int depth = 0;
    for (int i = open + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (depth == 0 && text.startsWith(end, i)) return i;
      if (c == '"' || c == '\'') {
        i = endOfString(i);
        if (i < 0) break;
      } else if ("([{".indexOf(c) >= 0) depth++;
      else if (")]}".indexOf(c) >= 0 && depth > 0) depth--;
    }
    unclosed(open, end);
    return -1;
  }

  private int endOfString(int open) {
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') i++;
      else if (text.charAt(i) == text.charAt(open)) return i;
    }
    return -1;
  }

  private String inside(int open, int close) {
    int from = open + 2;
    if (from < close && "-+".indexOf(text.charAt(from)) >= 0) from++;
    int until = close;
    if (until > from && "-+".indexOf(text.charAt(until - 1)) >= 0) until--;
    return text.substring(from, until);
  }

  private static int at(int close) {
    return close + 2;
  }

  /** Takes what the tag's end takes of the text behind it. */
  private void after(int close, boolean block) {
    at = at(close);
    char modifier = text.charAt(close - 1);
    if (modifier == '-') {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    } else if (block && trimBlocks && modifier != '+') {
      if (text.startsWith("\r\n", at)) at += 2;
      else if (text.startsWith("\n", at)) at++;
    }
  }

  private void unclosed(int open, String end) {
    int line = text.indexOf('\n', open);
    fault =
        Optional.of(
            new Fault(
                open,
                Math.min(open + 2, line < 0 ? text.length() : line),
                "this tag has no `%s`".formatted(end),
                "close it"));
    at = text.length();
  }
}
