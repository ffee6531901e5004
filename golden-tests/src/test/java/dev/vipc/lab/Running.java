package dev.vipc.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program on a host, with all processes that it has. */
public final class Running {
  private final Process nsenter;
  private final Path log;

  Running(Process nsenter, Path log) {
    this.nsenter = nsenter;
    this.log = log;
  }

  /** The program's own process, as this machine numbers it, and those that it started. */
  public List<Long> pids() {
    return nsenter.descendants().map(ProcessHandle::pid).toList();
  }

  /**
   * SIGKILL to all of it, over when the host has reaped them. Children first: one of keepalived
   * whose parent dies says farewell with priority 0.
   */
  public void kill() {
    List<ProcessHandle> all = nsenter.descendants().toList().reversed();
    all.forEach(ProcessHandle::destroyForcibly);
    nsenter.destroyForcibly();
    await();
    for (ProcessHandle each : all) each.onExit().join();
  }

  /** SIGTERM to its first process, and waits for its end. */
  public void terminate() {
    signal("TERM", pids().stream().limit(1).toList());
    await();
  }

  /** Stops every process of it, as one that hangs. */
  public void hang() {
    signal("STOP", pids());
  }

  /** Has it go on, and nsenter, which stops with its child, too. */
  public void goOn() {
    signal("CONT", pids());
    signal("CONT", List.of(nsenter.pid()));
  }

  /** Sends a signal to its first process, for instance {@code HUP}. */
  public void signalFirst(String signal) {
    signal(signal, pids().stream().limit(1).toList());
  }

  private static void signal(String signal, List<Long> pids) {
    if (pids.isEmpty()) return;
    Shell.run(
        Stream.concat(
                Stream.of("sh", "-c", "kill -s \"$0\" \"$@\" 2>/dev/null || true", signal),
                pids.stream().map(String::valueOf))
            .toList(),
        "");
  }

  public boolean isAlive() {
    return nsenter.isAlive();
  }

  private void await() {
    try {
      nsenter.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything that it said so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
