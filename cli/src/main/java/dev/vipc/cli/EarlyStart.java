package dev.vipc.cli;

import java.io.File;
import java.io.IOException;

/**
 * A start before the launcher knows whether it is the right one: it looks through the sources while
 * the JVM comes up, and writes to our standard input what has changed since the build.
 */
final class EarlyStart {
  /** sysexits.h EX_TEMPFAIL; {@code vipc} itself ends with none above 2. */
  static final int AGAIN = 75;

  /** What a JVM for small files is made for, in bytes; the launcher has the same number. */
  private static final long LARGE = 16_000_000;

  private EarlyStart() {}

  /**
   * Whether the launcher must start the JVM in the ordinary way: something is to be built first, a
   * file is large, or what is named may be standard input, which is the launcher's here, or can be
   * read only once.
   */
  static boolean isWrong(String[] arguments) {
    if (hasChanges()) return true;
    for (String argument : arguments) {
      if (argument.equals("-")) return true;
      File file = new File(argument);
      if (file.isFile() ? file.length() > LARGE : file.exists() && !file.isDirectory()) return true;
    }
    return false;
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
