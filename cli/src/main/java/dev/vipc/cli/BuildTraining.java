package dev.vipc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The run that the launcher records into the ahead-of-time cache of {@code build}. */
public final class BuildTraining {
  private BuildTraining() {}

  /**
   * @param arguments the folder of the examples, each a folder with a {@code ha.yaml}
   */
  public static void main(String[] arguments) throws IOException {
    Path output = Files.createTempDirectory("vipc-training");
    try {
      for (Path spec : specs(Path.of(arguments[0]))) {
        // the second one finds a tree, and puts another in its place
        run(spec, output.resolve("all"), "--prune");
        run(spec, output.resolve("all"), "--check");
      }
    } finally {
      remove(output);
    }
  }

  private static List<Path> specs(Path examples) throws IOException {
    try (Stream<Path> folders = Files.list(examples)) {
      return folders
          .map(folder -> folder.resolve("ha.yaml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  private static void run(Path spec, Path output, String option) {
    Main.run(Console.nobody(), "build", spec.toString(), "-o", output.toString(), option);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(path);
    }
  }
}
