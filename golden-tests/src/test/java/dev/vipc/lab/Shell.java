package dev.vipc.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs short commands of this machine. */
final class Shell {
  private Shell() {}

  /** The output of a command that must end well. */
  static String run(List<String> command, String input) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
        stdin.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0)
        throw new IllegalStateException(command + " ended with " + status + ": " + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String run(String... command) {
    return run(List.of(command), "");
  }

  /** Lines for {@code ip -batch} in a network namespace. */
  static void ip(String namespace, String lines) {
    run(List.of("ip", "-n", namespace, "-batch", "-"), lines);
  }
}
