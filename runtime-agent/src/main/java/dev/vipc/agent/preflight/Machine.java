package dev.vipc.agent.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What can be read of the machine and asked of its programs; tests have one of their own. */
interface Machine {
  /** The text of a file of /proc, /sys or /etc; absent where it cannot be read. */
  Optional<String> file(String path);

  /** The output of a program that ended with 0; absent where there is none or it failed. */
  Optional<String> run(List<String> command);

  /** The one that this runs on. */
  static Machine own() {
    return new Machine() {
      @Override
      public Optional<String> file(String path) {
        try {
          return Optional.of(Files.readString(Path.of(path)));
        } catch (IOException | UncheckedIOException _) {
          return Optional.empty();
        }
      }

      @Override
      public Optional<String> run(List<String> command) {
        try {
          Process process =
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                  .start();
          String output =
              new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
              ? Optional.of(output)
              : Optional.empty();
        } catch (IOException _) {
          return Optional.empty();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
    };
  }
}
