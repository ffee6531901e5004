package dev.vipc.golden;

import dev.vipc.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A process that builds every example and every case, each into a folder of its own and from a copy
 * of its spec, and writes down what was said.
 */
final class BuildEverything {
  private BuildEverything() {}

  /**
   * @param arguments the folder for what is built, and one for the specs
   */
  public static void main(String[] arguments) throws Exception {
    Path output = Files.createDirectories(Path.of(arguments[0]));
    Path specs = Path.of(arguments[1]);
    for (EmitCase each : EmitCase.all()) {
      Path spec = specs.resolve(each.name());
      copy(Objects.requireNonNull(each.spec().getParent()), spec);
      StringWriter said = new StringWriter();
      PrintWriter both = new PrintWriter(said);
      int status =
          Main.run(
              both,
              both,
              "build",
              spec.resolve("ha.yaml").toString(),
              "-o",
              output.resolve(each.name()).toString());
      both.flush();
      Files.writeString(
          output.resolve(each.name() + ".said"),
          "%d%n%s"
              .formatted(status, said)
              .replace(System.lineSeparator(), "\n")
              .replace(specs + "/", "")
              .replace(output + "/", ""));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path there = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) Files.createDirectories(there);
        else Files.copy(path, there);
      }
    }
  }
}
