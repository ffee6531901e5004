package dev.vipc.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a command ended, and all that it said. */
public record Ended(int status, String said) {
  /** Runs a command in a folder of this machine, with nothing to read. */
  public static Ended of(List<String> words, Path where) throws IOException {
    Path said = Files.createTempFile("vipc-lab-said", ".txt");
    try {
      int status =
          new ProcessBuilder(words)
              .directory(where.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(said.toFile())
              .start()
              .waitFor();
      return new Ended(status, Files.readString(said));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      Files.deleteIfExists(said);
    }
  }
}
