package dev.vipc.agent.proxy;

import dev.vipc.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the process's memory again and again: above the plan's limit nobody is let in.
 *
 * <p>What counts is what is in use. A process does not give back what it had at its worst: buffers
 * that are idle again and a heap that is empty again are there for the next connections, and to
 * count them would mean to refuse for ever. The resident memory keeps the limit nevertheless: it
 * only grows where there is nothing to use again.
 */
final class MemoryWatch implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*([0-9]+) kB$");
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A collection stops all loops for some tens of milliseconds. */
  private static final long COLLECTION_NANOS = 10_000_000_000L;

  private final Log log;
  private final Room room;
  private final LongSupplier idleBytes;
  private final Thread thread = Thread.ofVirtual().name("memory").unstarted(this::watch);
  private volatile long used;
  private volatile long limit = Long.MAX_VALUE;

  /** The most that was seen of the heap: so much of it is resident at least. */
  private long mostOfHeap;

  private long collectedAt = System.nanoTime() - COLLECTION_NANOS;
  private boolean isShort;

  /**
   * @param idleBytes how many bytes of buffers are resident and nobody's at the moment
   */
  MemoryWatch(Log log, Room room, LongSupplier idleBytes) {
    this.log = log;
    this.room = room;
    this.idleBytes = idleBytes;
  }

  void start() {
    thread.start();
  }

  /** Resident bytes, less those that are free to be used again. */
  long used() {
    return used;
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

  private void look() {
    try {
      used = measured();
      // who was short is so until there is something to spare, or it would change with every look
      long bound = isShort ? limit - limit / 20 : limit;
      if (used > bound && System.nanoTime() - collectedAt > COLLECTION_NANOS) {
        // who refuses allocates next to nothing, so that nobody else would ever collect
        System.gc();
        collectedAt = System.nanoTime();
        used = measured();
      }
      tell(used > bound);
    } catch (IOException _) {
      // without /proc there is nothing to look at
    }
  }

  private long measured() throws IOException {
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    // what it has given back is resident no more
    mostOfHeap = Math.min(Math.max(mostOfHeap, heap), Runtime.getRuntime().totalMemory());
    // VmRSS of proc_pid_status(5) is in units of 1024 bytes, whatever the size of a page
    Matcher found = RESIDENT.matcher(Files.readString(STATUS));
    long resident = found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
    return resident - idleBytes.getAsLong() - (mostOfHeap - heap);
  }

  private void tell(boolean isShortNow) {
    room.shortOfMemory(isShortNow);
    if (isShortNow == isShort) return;
    isShort = isShortNow;
    var line = log.line();
    (isShort ? line.warning("short-of-memory") : line.info("enough-memory"))
        .field("mebibytes", used >> 20)
        .field("limit", limit >> 20)
        .send();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
