package dev.vipc.agent.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the process's memory again and again: above the plan's limit nobody is let in. */
final class MemoryWatch implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*([0-9]+) kB$");
  private static final Duration PAUSE = Duration.ofMillis(500);

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

  /** VmRSS of proc_pid_status(5), in units of 1024 bytes whatever the size of a page. */
  private void look() {
    try {
      Matcher found = RESIDENT.matcher(Files.readString(STATUS));
      if (found.find()) resident = Long.parseLong(found.group(1)) << 10;
      room.shortOfMemory(resident > limit);
    } catch (IOException _) {
      // without /proc there is nothing to look at
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
