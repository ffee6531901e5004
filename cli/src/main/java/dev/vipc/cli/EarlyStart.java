package dev.vipc.cli;

import java.io.File;
import java.io.IOException;

/**
 * A start before the launcher knows whether it is the right one: it looks through the sources while
 * the JVM comes up, and writes to our standard input what has changed since the build.
 */
final class EarlyStart {
  /** sysexits.h EX_TEMPFAIL; {@code vipc} itself says 0, 1 or 2. */
  static final int AGAIN = 75;

  /**
   * What a start for small files is for, all together, in bytes; the launcher has this number too.
   */
  private static final long LARGE = 16_000_000;

  private EarlyStart() {}

  /**
   * Whether the launcher must build first, or start the JVM as for large files; or a name leads to
   * standard input, which is the launcher's here.
   */
  static boolean isWrong(String[] arguments) {
    long bytes = 0;
    for (String argument : arguments) {
      File file = new File(argument);
      if (file.isFile()) bytes += file.length();
      else if (file.exists()) return true;
    }
    return bytes > LARGE || hasChanges();
  }

  /** Waits for the end of the look; where it cannot be heard, nobody knows. */
  private static boolean hasChanges() {
    try {
      return System.in.read() >= 0;
    } catch (IOException _) {
      return true;
    }
  }
}
