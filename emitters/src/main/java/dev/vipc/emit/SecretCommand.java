package dev.vipc.emit;

import dev.vipc.source.Utf8;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs commands that print a secret: {@code sh -c} in the spec's folder, with nothing on standard
 * input and for a bounded time. What one prints is given back and never shown; what it writes to
 * standard error is shown where it fails.
 */
final class SecretCommand {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int MOST_COMPLAINT = 400;

  /** What became of a command. */
  sealed interface Result {
    record Printed(String text) implements Result {
      @Override
      public String toString() {
        return "Printed[********]";
      }
    }

    record Failed(String why) implements Result {}
  }

  private final Path folder;
  private final Duration limit;

  SecretCommand(Path folder) {
    this(folder, LIMIT);
  }

  SecretCommand(Path folder, Duration limit) {
    this.folder = folder;
    this.limit = limit;
  }

  Result run(String line) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", line)
              .directory(folder.toAbsolutePath().toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      return result(process);
    } catch (IOException | IllegalArgumentException e) {
      return new Result.Failed("the command cannot be run: " + e.getMessage());
    }
  }

  private Result result(Process process) throws IOException {
    CompletableFuture<String> printed = reading(process.getInputStream());
    CompletableFuture<String> complaint = reading(process.getErrorStream());
    try {
      int status =
          process
              .onExit()
              .thenCombine(printed, (ended, _) -> ended.exitValue())
              .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return status == 0
          ? new Result.Printed(printed.join())
          : new Result.Failed(
              "the command failed with status %d%s".formatted(status, said(complaint)));
    } catch (TimeoutException _) {
      return new Result.Failed("the command was still running after " + limit.toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Result.Failed("the build was interrupted while the command ran");
    } catch (ExecutionException e) {
      return new Result.Failed("the command's output cannot be read: " + e.getCause());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Reads all of it, so that the command never waits for us, and keeps the beginning. */
  private static CompletableFuture<String> reading(InputStream in) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (in) {
                byte[] start = in.readNBytes(Secrets.MOST_OCTETS);
                in.transferTo(OutputStream.nullOutputStream());
                text.complete(Utf8.decode(start));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            });
    return text;
  }

  /** The beginning of standard error, in one line. */
  private static String said(CompletableFuture<String> complaint) throws InterruptedException {
    try {
      String text = complaint.get(1, TimeUnit.SECONDS).strip().replaceAll("\\s+", " ");
      if (text.isEmpty()) return "";
      return ": " + text.substring(0, Math.min(text.length(), MOST_COMPLAINT));
    } catch (ExecutionException | TimeoutException _) {
      return "";
    }
  }
}
