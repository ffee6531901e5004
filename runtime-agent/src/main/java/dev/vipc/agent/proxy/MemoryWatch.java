package dev.vipc.agent.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Looks at the process's memory again and again: above the plan's limit nobody is let in. */
final class MemoryWatch implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** statm counts pages; on the machines that vipd runs on they have this size. */
  private static final long PAGE_BYTES = 4_096;

  private final Room room;
  private final Thread thread = Thread.ofVirtual().name("memory").unstarted(this::watch);
  private volatile long resident;
  private volatile long limit = Long.MAX_VALUE;

  MemoryWatch(Room room) {
    this.room = room;
  }

  void start() {
    thread.start();
  }

  /** Resident bytes. */
  long resident() {
    return resident;
  }

  long limit() {
    return limit;
  }

  void limit(long bytes) {
    limit = bytes;
  }

  private void watch() {
    try {
      while (true) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      // it is over
    }
  }

  /** The second number of proc_pid_statm(5). */
  private void look() {
    try {
      resident = pages(Files.readString(STATUS)) * PAGE_BYTES;
      room.shortOfMemory(resident > limit);
    } catch (IOException _) {
      // without /proc there is nothing to look at
    }
  }

  private static long pages(String status) {
    int second = status.indexOf(' ') + 1;
    return Long.parseLong(status, second, status.indexOf(' ', second), 10);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
