package dev.vipc.agent.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the machine's processors have done since it started, proc_stat(5). How long they were idle
 * is what they were not busy: some kernels count the idle time of a processor that sleeps only when
 * it wakes.
 *
 * @param count how many there are
 * @param busySeconds of all of them together
 */
record Processors(int count, double busySeconds, long atNanos) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS_PER_SECOND = 100;

  /** user, nice, system, irq, softirq and steal; not idle and iowait. */
  private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

  /** Nothing where there is no such file. */
  static Optional<Processors> now() {
    try {
      return Optional.of(read(Files.readAllLines(STAT), System.nanoTime()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static Processors read(List<String> lines, long nanos) {
    String[] all = lines.getFirst().split(" +");
    long busy = 0;
    for (int column : BUSY) busy += Long.parseLong(all[column]);
    // a line of all together, and one of each
    int count = (int) lines.stream().filter(line -> line.startsWith("cpu")).count() - 1;
    return new Processors(count, busy / TICKS_PER_SECOND, nanos);
  }

  /** How many of them had nothing to do, on average. */
  double idleSince(Processors before) {
    double seconds = Math.max(1, atNanos - before.atNanos) / 1e9;
    return count - (busySeconds - before.busySeconds) / seconds;
  }
}
