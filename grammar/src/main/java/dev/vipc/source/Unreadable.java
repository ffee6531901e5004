package dev.vipc.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says why a file cannot be read. */
public final class Unreadable {
  private Unreadable() {}

  /**
   * One line.
   *
   * @param path as the user typed it, plus the path below it
   */
  public static String why(String path, IOException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> path + ": no such file or folder";
      case AccessDeniedException _ -> path + ": may not be read by this user";
      default -> path + ": cannot be read: " + fault.getMessage();
    };
  }
}
