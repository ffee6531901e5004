package dev.vipc.agent.plan;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why something could not be done with a file, for people. */
public final class FileTrouble {
  private FileTrouble() {}

  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "this user may not";
      case FileAlreadyExistsException _ -> "something else has its name";
      case FileSystemException f when f.getReason() != null -> lower(f.getReason());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : lower(e.getMessage());
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
