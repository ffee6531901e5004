package dev.vipc.emit;

import java.util.function.Supplier;

/**
 * One place where the output folder is not what the spec says.
 *
 * @param name the file's path below the output folder
 * @param difference what {@link #diff} gives, made when it is asked for
 */
public record Drift(String name, Kind kind, Supplier<String> difference) {
  /** One without a difference to show. */
  static Drift of(String name, Kind kind) {
    return new Drift(name, kind, () -> "");
  }

  /**
   * From what was there to what the spec says, as {@code diff -u} writes it; secrets are masked;
   * empty where only permissions differ or the file is not ours to read.
   */
  public String diff() {
    return difference.get();
  }

  /** In the place of a difference that would show secrets. */
  static final String HIDDEN = "(not shown: only its owner and group may read it)\n";

  /** What differs. */
  public enum Kind {
    MISSING("is missing"),
    CHANGED("differs"),
    MODE("has other permissions"),
    /** A file that vipc wrote and the spec no longer asks for. */
    STALE("is no longer asked for"),
    /** A file, folder or link that vipc did not write stands where an artifact belongs. */
    FOREIGN("was not written by vipc, and stands where an artifact belongs");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code lb1/etc/haproxy/haproxy.cfg differs}. */
  @Override
  public String toString() {
    return name + " " + kind;
  }
}
