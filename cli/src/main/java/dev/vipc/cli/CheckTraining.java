package dev.vipc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The run that the launcher records into the ahead-of-time cache of {@code vipc check} after a
 * build. The cache has only what a check loads, because the JVM takes in all of a cache when it
 * starts.
 */
public final class CheckTraining {
  private CheckTraining() {}

  /**
   * @param arguments the folders of samples
   */
  public static void main(String[] arguments) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Console console = new Console(nowhere, nowhere, false);
    for (String folder : arguments) {
      List<Path> files;
      try (Stream<Path> below = Files.walk(Path.of(folder))) {
        files = below.filter(Files::isRegularFile).toList();
      }
      files.forEach(file -> check(console, file));
    }
  }

  private static void check(Console console, Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".cfg")) Main.run(console, "check", "--program", "haproxy", file.toString());
    if (name.startsWith("keepalived"))
      Main.run(console, "check", "--program", "keepalived", file.toString());
  }
}
