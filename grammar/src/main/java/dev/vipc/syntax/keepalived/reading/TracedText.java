package dev.vipc.syntax.keepalived.reading;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.Arrays;

/**
 * A line of text that keepalived made of its file, each character with the place it comes from.
 * What a definition puts in stands at the place of the definition's use.
 */
public final class TracedText {
  private final SourceFile file;
  private final String text;
  private final int[] from;
  private final int[] until;

  private TracedText(SourceFile file, String text, int[] from, int[] until) {
    this.file = file;
    this.text = text;
    this.from = from;
    this.until = until;
  }

  /** The text of a file from one offset to another. */
  static TracedText of(SourceFile file, int start, int end) {
    int[] from = new int[end - start];
    int[] until = new int[end - start];
    for (int i = 0; i < from.length; i++) {
      from[i] = start + i;
      until[i] = start + i + 1;
    }
    return new TracedText(file, file.text().substring(start, end), from, until);
  }

  /** A text that all stands at one place. */
  static TracedText at(Span place, String text) {
    int[] from = new int[text.length()];
    int[] until = new int[text.length()];
    Arrays.fill(from, place.start());
    Arrays.fill(until, place.end());
    return new TracedText(place.file(), text, from, until);
  }

  public String text() {
    return text;
  }

  public int length() {
    return text.length();
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  char at(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  /** Where the characters from one index to another stand; the whole line's start for none. */
  public Span span(int start, int end) {
    if (from.length == 0) return file.startOfFile();
    if (start >= end) {
      int only = Math.min(start, from.length - 1);
      return file.span(from[only], until[only]);
    }
    int first = from[start];
    int last = until[end - 1];
    for (int i = start; i < end; i++) {
      first = Math.min(first, from[i]);
      last = Math.max(last, until[i]);
    }
    return file.span(first, last);
  }

  public Span span() {
    return span(0, text.length());
  }

  TracedText part(int start, int end) {
    return new TracedText(
        file,
        text.substring(start, end),
        Arrays.copyOfRange(from, start, end),
        Arrays.copyOfRange(until, start, end));
  }

  TracedText part(int start) {
    return part(start, text.length());
  }

  TracedText without(int index) {
    return part(0, index).and(part(index + 1));
  }

  TracedText and(TracedText more) {
    int[] starts = Arrays.copyOf(from, from.length + more.from.length);
    int[] ends = Arrays.copyOf(until, starts.length);
    System.arraycopy(more.from, 0, starts, from.length, more.from.length);
    System.arraycopy(more.until, 0, ends, from.length, more.until.length);
    return new TracedText(file, text + more.text, starts, ends);
  }

  /** With a stretch replaced by a text that stands where the stretch did. */
  TracedText replaced(int start, int end, String value) {
    return part(0, start).and(at(span(start, end), value)).and(part(end));
  }

  /** Without blanks and tabs at its start. */
  TracedText leadingBlanksOff() {
    int start = 0;
    while (start < text.length() && isBlank(text.charAt(start))) start++;
    return start == 0 ? this : part(start);
  }

  /** Without blanks and tabs at its end. */
  TracedText trailingBlanksOff() {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) end--;
    return end == text.length() ? this : part(0, end);
  }

  int afterBlanks(int index) {
    int at = index;
    while (at < text.length() && isBlank(text.charAt(at))) at++;
    return at;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  @Override
  public String toString() {
    return text;
  }
}
