package dev.vipc.keyword;

/** A release of a program as the keyword tables write it; {@code 2.6} counts as {@code 2.6.0}. */
public record Release(int major, int minor, int patch) implements Comparable<Release> {
  /** Reads {@code 2.6} or {@code 2.2.7}; the tables hold nothing else. */
  static Release of(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 0) throw new IllegalArgumentException("release: " + text);
    int end = second < 0 ? text.length() : second;
    return new Release(
        Integer.parseInt(text, 0, first, 10),
        Integer.parseInt(text, first + 1, end, 10),
        second < 0 ? 0 : Integer.parseInt(text, second + 1, text.length(), 10));
  }

  boolean before(Release other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Release other) {
    if (major != other.major) return Integer.compare(major, other.major);
    if (minor != other.minor) return Integer.compare(minor, other.minor);
    return Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return patch == 0 ? major + "." + minor : major + "." + minor + "." + patch;
  }
}
