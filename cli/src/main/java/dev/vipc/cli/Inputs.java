package dev.vipc.cli;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the one file that a command is about. */
final class Inputs {
  /** A file's text, or why there is none. */
  sealed interface Text {
    record Read(SourceFile file) implements Text {}

    record Unreadable(String why) implements Text {}
  }

  private Inputs() {}

  static Text read(Path path) {
    try {
      return new Text.Read(new SourceFile(path.toString(), Utf8.read(path)));
    } catch (NoSuchFileException _) {
      return new Text.Unreadable(path + ": no such file");
    } catch (AccessDeniedException _) {
      return new Text.Unreadable(path + ": may not be read by this user");
    } catch (IOException e) {
      return new Text.Unreadable(path + ": cannot be read: " + e.getMessage());
    }
  }
}
