package dev.vipc.model;

import dev.vipc.keyword.Release;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program's version: {@code x.y} or {@code x.y.z}; {@code x.y} counts as {@code x.y.0}. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
  private static final Pattern FORM =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[-+].*)?");

  /** Reads {@code 1.34}, {@code v1.34.2}, {@code 2.6.12-1+deb12u2}; anything else is absent. */
  public static Optional<Version> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) return Optional.empty();
    int patch = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
    return Optional.of(
        new Version(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), patch));
  }

  public boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(new Version(otherMajor, otherMinor, 0)) >= 0;
  }

  /** The same as the keyword tables have it. */
  public Release release() {
    return new Release(major, minor, patch);
  }

  @Override
  public int compareTo(Version other) {
    if (major != other.major) return Integer.compare(major, other.major);
    if (minor != other.minor) return Integer.compare(minor, other.minor);
    return Integer.compare(patch, other.patch);
  }

  // written out, since the JVM makes a record's own at their first use, which a short run feels
  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    return (major * 31 + minor) * 31 + patch;
  }

  @Override
  public String toString() {
    return patch == 0 ? major + "." + minor : major + "." + minor + "." + patch;
  }
}
