package dev.vipc.cli;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Unreadable;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command line names to be read. */
final class Inputs {
  /** A file's text, or why there is none. */
  sealed interface Text {
    record Read(SourceFile file) implements Text {}

    record Unreadable(String why) implements Text {}
  }

  /** The files and folders that are named, and standard input for each {@code -}. */
  record Named(List<Path> files, List<SourceFile> texts) {}

  private Inputs() {}

  /**
   * Whether a word can only name a file or folder: neither an option nor picocli's {@code @FILE}.
   */
  static boolean isPath(String word) {
    return !word.isEmpty() && !word.startsWith("-") && !word.startsWith("@");
  }

  static Named named(List<String> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    List<SourceFile> texts = new ArrayList<>();
    for (String path : paths) {
      if (path.equals("-")) texts.add(new SourceFile("-", Utf8.decode(System.in.readAllBytes())));
      else files.add(Path.of(path));
    }
    return new Named(files, texts);
  }

  /** Reads the one file that a command is about. */
  static Text read(Path path) {
    try {
      return new Text.Read(new SourceFile(path.toString(), Utf8.read(path)));
    } catch (IOException e) {
      return new Text.Unreadable(Unreadable.why(path.toString(), e));
    }
  }
}
