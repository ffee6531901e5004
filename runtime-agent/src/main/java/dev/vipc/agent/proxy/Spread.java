package dev.vipc.agent.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Looks again and again at how busy the loops are, and has as few of them take new connections in
 * as can carry the load: one loop that has much to do at a time does it with fewer system calls and
 * wake-ups than two, and leaves the rest of the machine to others. A connection stays where it is.
 *
 * <p>Not so where the kernel paces what is sent (BBR): then it works for each burst of bytes and
 * not for as many as a loop moves at a time, and one loop's processor has the timers of all
 * connections.
 */
final class Spread implements AutoCloseable {
  private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final double NANOS = 1e9;

  /** The part of a processor above which a loop has no room for more. */
  private static final double FULL = 0.85;

  /** The part of their processors that fewer loops may need. */
  private static final double EASY = 0.5;

  /** Processors that must have nothing to do where one more loop is to be of use. */
  private static final double IDLE = 0.5;

  private final List<Loop> loops;
  private final IntConsumer take;
  private final Thread thread = Thread.ofVirtual().name("spread").unstarted(this::watch);
  private long sinceNanos;
  private long busyNanos;
  private Optional<Processors> processors = Optional.empty();
  private int taking = 1;

  /**
   * @param take hears how many of the loops shall take new connections in
   */
  Spread(List<Loop> loops, IntConsumer take) {
    this.loops = loops;
    this.take = take;
  }

  /** Begins; until then, and where the kernel paces, all loops take connections in. */
  void start() {
    if (isPaced()) return;
    take.accept(taking);
    thread.start();
  }

  private static boolean isPaced() {
    try {
      return Files.readString(CONGESTION).startsWith("bbr");
    } catch (IOException _) {
      return false;
    }
  }

  private void watch() {
    try {
      look();
      while (true) {
        Thread.sleep(PAUSE);
        int next = look();
        if (next == taking) continue;
        taking = next;
        take.accept(taking);
      }
    } catch (InterruptedException _) {
      // it is over
    }
  }

  private int look() {
    long now = System.nanoTime();
    long busy = loops.stream().mapToLong(Loop::busyNanos).sum();
    double seconds = Math.max(1, now - sinceNanos) / NANOS;
    double load = (busy - busyNanos) / NANOS / seconds;
    // a large machine takes a while to tell, and is not asked before it matters
    Optional<Processors> seen = load > FULL ? Processors.now() : Optional.empty();
    double idle = seen.flatMap(after -> processors.map(after::idleSince)).orElse(0.0);
    sinceNanos = now;
    busyNanos = busy;
    processors = seen;
    return next(taking, loops.size(), load, idle);
  }

  /**
   * How many take connections in from now on.
   *
   * @param taking how many do
   * @param most how many there are
   * @param load how many processors all of them took
   * @param idleProcessors how many of the machine's had nothing to do
   */
  static int next(int taking, int most, double load, double idleProcessors) {
    if (load > FULL * taking && taking < most && idleProcessors > IDLE) return taking + 1;
    if (taking > 1 && load < EASY * (taking - 1)) return taking - 1;
    return taking;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
