package dev.vipc.source;

/** A half-open stretch of a file, in UTF-16 offsets. */
public record Span(SourceFile file, int start, int end) implements Comparable<Span> {
  public Span {
    if (start < 0 || end < start || end > file.text().length())
      throw new IllegalArgumentException("span " + start + ".." + end + " is not within " + file);
  }

  public String text() {
    return file.text().substring(start, end);
  }

  public Position startPosition() {
    return file.positionOf(start);
  }

  public Position endPosition() {
    return file.positionOf(end);
  }

  /** The smallest span that holds both; {@code other} is of the same file. */
  public Span to(Span other) {
    return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** A part of this span: offsets relative to its start. */
  public Span part(int from, int until) {
    return new Span(file, start + from, start + until);
  }

  /** Whether the other one lies within this one. */
  public boolean holds(Span other) {
    return file.equals(other.file) && start <= other.start && other.end <= end;
  }

  /** A stretch as long, as many characters further on. */
  public Span moved(int characters) {
    return new Span(file, start + characters, end + characters);
  }

  @Override
  public int compareTo(Span other) {
    int byPath = file.path().compareTo(other.file.path());
    if (byPath != 0) return byPath;
    return start != other.start
        ? Integer.compare(start, other.start)
        : Integer.compare(end, other.end);
  }

  @Override
  public String toString() {
    Position at = startPosition();
    return file + ":" + at.line() + ":" + at.column();
  }
}
