package dev.vipc.golden;

import dev.vipc.cli.Main;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that builds every example and every case, each into a folder of its own. */
final class BuildEverything {
  private BuildEverything() {}

  public static void main(String[] arguments) throws Exception {
    Path output = Files.createDirectories(Path.of(arguments[0]));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (EmitCase each : EmitCase.all())
      Main.run(
          nowhere,
          nowhere,
          "build",
          each.spec().toString(),
          "-o",
          output.resolve(each.name()).toString());
  }
}
