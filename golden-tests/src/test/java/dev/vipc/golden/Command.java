package dev.vipc.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program.
 *
 * @param output standard output and standard error together
 */
record Command(int status, String output) {
  private static final int MOST_SECONDS = 30;

  static Command run(String... words) {
    return run(List.of(words));
  }

  /** Ends the program, and fails, after half a minute. */
  static Command run(List<String> words) {
    try {
      Path output = Files.createTempFile("vipc", ".out");
      try {
        Process process =
            new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("still running after %d s: %s".formatted(MOST_SECONDS, words));
        }
        return new Command(process.exitValue(), new String(Files.readAllBytes(output)));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
