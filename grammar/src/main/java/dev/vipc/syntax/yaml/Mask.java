package dev.vipc.syntax.yaml;

import dev.vipc.source.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as snakeyaml-engine is to see it, and the way back. Hidden, each character by one of a
 * private-use block that the text does not use, are bytes that are no UTF-8 (it lets no lone
 * surrogate pass) and the marks of a template, so that {@code a: {{ b }}} is a scalar and a line of
 * marks alone is a comment.
 */
final class Mask {
  private static final Pattern MARKS =
      Pattern.compile(
          """
          (?m)^[ \\t]*(?<line>(?:(?:\\{\\{[^{}\\n]*}}|\\{%[^%\\n]*%})[ \\t]*){1,20})\\r?$\
          |\\{\\{[^{}\\n]*}}|\\{%[^%\\n]*%}""");
  private static final int FIRST_BLOCK = 0xE000;
  private static final int LAST_BLOCK = 0xF800;
  private static final int BLOCK = 0x100;

  private final String text;
  private final char base;
  private final StringBuilder shown;
  private final List<Integer> markedLines = new ArrayList<>();

  Mask(String text) {
    this.text = text;
    this.base = freeBlock(text);
    this.shown = new StringBuilder(text);
    if (base == 0) return;
    hideEscapedBytes();
    if (text.contains("{{") || text.contains("{%")) hideMarks();
  }

  String shown() {
    return shown.toString();
  }

  /** Where each line begins (its first mark) that holds nothing but a template's marks. */
  List<Integer> markedLines() {
    return markedLines;
  }

  /** The value with what is hidden in it. */
  String restored(String value) {
    if (base == 0 || value.chars().noneMatch(this::hides)) return value;
    StringBuilder restored = new StringBuilder(value);
    for (int at = 0; at < value.length(); at++) {
      if (!hides(value.charAt(at))) continue;
      int hidden = value.charAt(at) - base;
      restored.setCharAt(at, (char) (hidden < 0x80 ? hidden : 0xDC00 + hidden));
      if (at > 0 && value.charAt(at - 1) == '#' && (hidden == '{' || hidden == '%'))
        restored.setCharAt(at - 1, '{');
    }
    return restored.toString();
  }

  private void hideEscapedBytes() {
    for (int at = 0; at < text.length(); at++) {
      boolean pair = at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
      if (Utf8.isEscapedByte(text.charAt(at)) && !pair) hide(at);
    }
  }

  private void hideMarks() {
    for (Matcher marks = MARKS.matcher(text); marks.find(); ) {
      int start = marks.start("line") < 0 ? marks.start() : marks.start("line");
      for (int at = start; at < marks.end(); at++) if (text.charAt(at) < 0x80) hide(at);
      if (marks.start("line") < 0) continue;
      markedLines.add(start);
      shown.setCharAt(start, '#');
      if (text.charAt(marks.end() - 1) == '\r') shown.setCharAt(marks.end() - 1, '\r');
    }
  }

  private void hide(int at) {
    shown.setCharAt(at, (char) (base + (text.charAt(at) & 0xFF)));
  }

  private boolean hides(int c) {
    return c >= base && c < base + BLOCK;
  }

  /**
   * The start of 256 private-use characters that the text holds none of; 0 where there are none.
   */
  private static char freeBlock(String text) {
    boolean[] used = new boolean[(LAST_BLOCK - FIRST_BLOCK) / BLOCK];
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= FIRST_BLOCK && c < LAST_BLOCK) used[(c - FIRST_BLOCK) / BLOCK] = true;
    }
    for (int block = 0; block < used.length; block++)
      if (!used[block]) return (char) (FIRST_BLOCK + block * BLOCK);
    return 0;
  }
}
