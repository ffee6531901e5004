package dev.vipc.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One input file: its path as the user typed it (plus the path below it), its text, and where its
 * lines begin.
 *
 * <p>Offsets are UTF-16 offsets into {@link #text()}; a {@link Position} is derived from an offset
 * on demand. A line ends after LF; CR is an ordinary character of its line.
 */
public final class SourceFile {
  private static final int PAST_ASCII = 0x80;

  /** How much of a text is copied at a time to be looked at. */
  private static final int PIECE = 1 << 16;

  private final String path;
  private final String text;
  private volatile int[] lineStarts = {};
  private volatile boolean[] seen = {};

  public SourceFile(String path, String text) {
    this.path = path;
    this.text = text;
  }

  public String path() {
    return path;
  }

  public String text() {
    return text;
  }

  /** Whether an ASCII character stands anywhere in the text. */
  public boolean holds(char ascii) {
    return seen()[ascii];
  }

  /** Whether every character is ASCII. */
  public boolean isAscii() {
    return !seen()[PAST_ASCII];
  }

  /** Which characters there are, asked for once. */
  private boolean[] seen() {
    boolean[] met = seen;
    if (met.length > 0) return met;
    met = new boolean[PAST_ASCII + 1];
    // as bytes, which most texts are within the JVM: no other way costs as little there
    for (int at = 0; at < text.length(); at += PIECE) {
      String piece = text.substring(at, Math.min(text.length(), at + PIECE));
      for (byte one : piece.getBytes(StandardCharsets.ISO_8859_1))
        met[one < 0 ? PAST_ASCII : one] = true;
    }
    // what Latin-1 lacks has become a question mark
    if (met['?']) met[PAST_ASCII] |= text.chars().anyMatch(c -> c >= PAST_ASCII);
    seen = met;
    return met;
  }

  /** Half-open span from {@code start} to {@code end}, UTF-16 offsets. */
  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  /** The empty span at the start of the file: for findings on the file as a whole. */
  public Span startOfFile() {
    return new Span(this, 0, 0);
  }

  /** Line and column (both 1-based; columns count UTF-16 units) of an offset in 0..text.length. */
  public Position positionOf(int offset) {
    int[] starts = lineStarts();
    int found = Arrays.binarySearch(starts, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, offset - starts[line] + 1);
  }

  /** Number of lines; text after the last LF counts as a line, also when it is empty. */
  public int lineCount() {
    return lineStarts().length;
  }

  /**
   * Span of the line that an offset lies in, without its line end (neither LF nor a CR before it).
   */
  public Span lineAt(int offset) {
    return line(positionOf(offset).line());
  }

  /**
   * Where an offset's line begins. Neither this nor {@link #restOfLine} needs the table of all
   * lines, which a large file without a finding is spared.
   */
  public int startOfLine(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** What stands on an offset's line from there on. */
  public String restOfLine(int offset) {
    int end = text.indexOf('\n', offset);
    return text.substring(offset, end < 0 ? text.length() : end);
  }

  /** Span of a line, 1-based, without its line end (neither LF nor the CR before it). */
  public Span line(int line) {
    int[] starts = lineStarts();
    int start = starts[line - 1];
    return withoutCr(start, line < starts.length ? starts[line] - 1 : text.length());
  }

  private Span withoutCr(int start, int end) {
    boolean cr = end > start && text.charAt(end - 1) == '\r';
    return new Span(this, start, cr ? end - 1 : end);
  }

  /**
   * Computed on first need, since most files of a run have no finding. Idempotent, so safe to race.
   */
  private int[] lineStarts() {
    int[] starts = lineStarts;
    if (starts.length > 0) return starts;
    starts = new int[Math.max(16, text.length() / 24)];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) starts = Arrays.copyOf(starts, count * 2);
      starts[count++] = at + 1;
    }
    starts = Arrays.copyOf(starts, count);
    lineStarts = starts;
    return starts;
  }

  @Override
  public String toString() {
    return path;
  }
}
