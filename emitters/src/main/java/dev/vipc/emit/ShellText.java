package dev.vipc.emit;

/** Text as one word of a POSIX shell. */
public final class ShellText {
  private ShellText() {}

  /** In single quotes nothing is special but the single quote. */
  public static String word(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
