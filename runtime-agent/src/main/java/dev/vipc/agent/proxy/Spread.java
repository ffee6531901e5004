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
 * <p>Not so where the kernel paces what is sent (BBR): then timers send it in small bursts, and the
 * processor of one loop would have the timers of all connections.
 */
final class Spread implements AutoCloseable {
  private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * The part of a processor above which a loop is full. With less it still waits between messages,
   * and two would only wait more. Kernels that do not count to a thread what they do for the
   * network while it sends (IRQ_TIME_ACCOUNTING) may call a full loop less than full: then it has
   * no help.
   */
  private static final double FULL = 0.85;

  /** The part of their processors below which fewer loops will do. */
  private static final double EASY = 0.5;

  /** For so many looks in a row. */
  private static final int EASY_LOOKS = 10;

  /**
   * Processors that must have nothing to do: else another loop takes time from somebody, and loops
   * that get no time look as if they had nothing to do.
   */
  private static final double IDLE = 0.5;

  private final List<Loop> loops;
  private final IntConsumer take;
  private final Thread thread = Thread.ofVirtual().name("spread").unstarted(this::watch);
  private long sinceNanos;
  private long busyNanos;
  private long lookedNanos;
  private Optional<Processors> processors = Optional.empty();
  private int taking = 1;
  private int easyLooks;

  /**
   * @param take hears how many of the loops shall take new connections in
   */
  Spread(List<Loop> loops, IntConsumer take) {
    this.loops = loops;
    this.take = take;
  }

  /** Begins; until then, and where the kernel paces, all loops take connections in. */
  void start() {
    if (isPaced()) taking = loops.size();
    take.accept(taking);
    if (taking < loops.size()) thread.start();
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
        easyLooks = next < taking ? easyLooks + 1 : 0;
        if (next > taking || easyLooks == EASY_LOOKS) take(next);
      }
    } catch (InterruptedException _) {
      // it is over
    }
  }

  private void take(int next) {
    taking = next;
    easyLooks = 0;
    take.accept(taking);
  }

  private int look() {
    long now = System.nanoTime();
    long busy = loops.stream().mapToLong(Loop::busyNanos).sum();
    long looked = loops.stream().mapToLong(Loop::lookedNanos).sum();
    Optional<Processors> seen = Processors.now();
    double nanos = Math.max(1, now - sinceNanos);
    // a loop that looks for something to do has nothing to do
    double looking = (looked - lookedNanos) / nanos;
    double load = Math.max(0, (busy - busyNanos) / nanos - looking);
    double idle =
        seen.flatMap(after -> processors.map(after::idleSince)).map(i -> i + looking).orElse(0.0);
    sinceNanos = now;
    busyNanos = busy;
    lookedNanos = looked;
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
    if (idleProcessors < IDLE) return taking;
    if (load > FULL * taking && taking < most) return taking + 1;
    if (load < EASY * (taking - 1)) return taking - 1;
    return taking;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
