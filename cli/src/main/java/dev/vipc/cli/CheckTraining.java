package dev.vipc.cli;

import java.io.IOException;
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
   * @param arguments the program, and the folders of samples; standard input is at its end
   */
  public static void main(String[] arguments) throws IOException {
    Console console = Console.nobody();
    String program = arguments[0];
    for (String folder : List.of(arguments).subList(1, arguments.length)) {
      List<Path> files;
      try (Stream<Path> below = Files.walk(Path.of(folder))) {
        files = below.filter(Files::isRegularFile).toList();
      }
      for (Path file : files)
        if (file.getFileName().toString().startsWith(program)) check(console, program, file);
    }
  }

  private static void check(Console console, String program, Path file) {
    String[] arguments = {"check", "--program", program, file.toString()};
    EarlyStart.isWrong(arguments);
    Main.run(console, arguments);
  }
}
