package dev.vipc.lab.vrrp;

import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.FrameRecorder.Frame;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * How soon vipd takes over, and how regular it is, beside keepalived in the same run; started by
 * {@code benchmarks/agent/vrrp.sh}. The first letter is who is killed, the second who takes over.
 */
final class VrrpBenchmark {
  private static final Cell CELL = new Cell(3, false, false);
  private static final int BACKUP_PRIORITY = 100;
  private static final long MILLI = 1_000_000;
  private static final int SHORTEST_MILLIS = 10;
  private static final int HOGS = 3;

  private record Pair(Program first, Program second) {
    @Override
    public String toString() {
      return first.letter() + "," + second.letter();
    }
  }

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(Program.KEEPALIVED, Program.KEEPALIVED),
          new Pair(Program.VIPD, Program.KEEPALIVED),
          new Pair(Program.KEEPALIVED, Program.VIPD),
          new Pair(Program.VIPD, Program.VIPD));

  private VrrpBenchmark() {}

  /**
   * @param arguments takeovers of each pair; seconds under load
   */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    System.out.println("takeover overshoot at adverts of 0.1 s, ms");
    takeovers(rounds, 100, Takeover::overshootMillis);
    System.out.println("kill to first gratuitous ARP at adverts of 0.01 s, ms");
    takeovers(rounds, SHORTEST_MILLIS, Takeover::killToArpMillis);
    System.out.printf("gaps of adverts of 0.01 s for %d s under %d CPU hogs, ms%n", seconds, HOGS);
    for (Program program : List.of(Program.KEEPALIVED, Program.VIPD)) regularity(program, seconds);
    System.exit(0);
  }

  /**
   * One takeover, by the recorded frames.
   *
   * @param overshootMillis from the last advertisement of the one to the first of the other, less
   *     the active-down interval
   */
  private record Takeover(double overshootMillis, double killToArpMillis) {}

  private interface Figure {
    double of(Takeover takeover);
  }

  private static void takeovers(int rounds, int intervalMillis, Figure figure) {
    Map<Pair, List<Double>> figures = new LinkedHashMap<>();
    // the pairs take turns, so that what else the machine does hits all of them
    int turns = Math.min(rounds, 3);
    int ofTurn = (rounds + turns - 1) / turns;
    for (int turn = 0; turn < turns; turn++)
      for (Pair pair : PAIRS)
        takeOver(pair, intervalMillis, parts(turn, turns, ofTurn)).stream()
            .map(figure::of)
            .forEach(figures.computeIfAbsent(pair, _ -> new ArrayList<>())::add);
    double reference = median(figures.getOrDefault(PAIRS.getFirst(), List.of()));
    figures.forEach(
        (pair, all) ->
            System.out.printf(
                "  %s  median %.2f [max %.2f]  ratio to K,K %.2f  (%d)%n",
                pair,
                median(all),
                all.stream().mapToDouble(d -> d).max().orElseThrow(),
                median(all) / reference,
                all.size()));
  }

  /**
   * When the kills of a turn are, in parts of the interval since an advertisement. Those of all
   * turns are spread over it evenly: a kill just after one is found out an interval later than one
   * just before the next, and chance alone would be a tenth of the figure.
   */
  private static double[] parts(int turn, int turns, int ofTurn) {
    double[] parts = new double[ofTurn];
    for (int i = 0; i < ofTurn; i++) parts[i] = (i * turns + turn + 0.5) / (ofTurn * turns);
    return parts;
  }

  private static List<Takeover> takeOver(Pair pair, int intervalMillis, double[] parts) {
    List<Takeover> takeovers = new ArrayList<>();
    try (var segment = new Segment()) {
      Host a = segment.addHost("a", CELL.own(1));
      Host b = segment.addHost("b", CELL.own(2));
      Member first = new Member(a, pair.first(), membership(1, 150, intervalMillis));
      Member second = new Member(b, pair.second(), membership(2, BACKUP_PRIORITY, intervalMillis));
      second.start();
      await(() -> holds(b));
      for (double part : parts) {
        first.start();
        await(() -> holds(a) && !holds(b));
        pause(1_000);
        try (var recorder = new FrameRecorder(segment)) {
          pause(300);
          long last = adverts(recorder.frames(), mac(a)).reduce((_, l) -> l).orElseThrow().nanos();
          long killed = awaitPart(part, last, intervalMillis * MILLI);
          first.kill();
          await(() -> holds(b));
          pause(300); // a busy machine's recorder may be behind
          takeovers.add(takeover(recorder.frames(), mac(a), mac(b), killed, intervalMillis));
        }
      }
    }
    return takeovers;
  }

  /** Waits until so much of an interval has passed since an advertisement; when that is. */
  private static long awaitPart(double part, long advertisement, long interval) {
    long due = advertisement + (long) (part * interval);
    long intervals = Math.ceilDiv(nanos() - due, interval);
    due += Math.max(0, intervals) * interval;
    while (nanos() < due) LockSupport.parkNanos(Math.max(1, (due - nanos()) / 2));
    return nanos();
  }

  private static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000 * MILLI + now.getNano();
  }

  private static Membership membership(int number, int priority, int intervalMillis) {
    return new Membership(CELL, number, priority, intervalMillis, true, 0, false);
  }

  private static Takeover takeover(
      List<Frame> frames, long killedMac, long takerMac, long killed, int intervalMillis) {
    long last = adverts(frames, killedMac).reduce((_, later) -> later).orElseThrow().nanos();
    long first = adverts(frames, takerMac).findFirst().orElseThrow().nanos();
    long interval = intervalMillis * MILLI;
    long down = 3 * interval + (256 - BACKUP_PRIORITY) * interval / 256;
    OptionalLong arp =
        frames.stream()
            .filter(frame -> frame.etherType() == 0x0806 && frame.sourceMac() == takerMac)
            .mapToLong(Frame::nanos)
            .filter(nanos -> nanos >= first)
            .findFirst();
    return new Takeover((first - last - down) / 1e6, (arp.orElseThrow() - killed) / 1e6);
  }

  private static Stream<Frame> adverts(List<Frame> frames, long mac) {
    return frames.stream()
        .filter(frame -> frame.sourceMac() == mac)
        .filter(frame -> frame.etherType() == 0x0800 && frame.at(23) == 112);
  }

  private static long mac(Host host) {
    return Long.parseLong(
        host.run("cat", "/sys/class/net/eth0/address").strip().replace(":", ""), 16);
  }

  private static boolean holds(Host host) {
    return host.run("ip", "-o", "addr", "show", "dev", "eth0").contains(CELL.virtual() + "/");
  }

  /** An active router and its backup while the machine has more to do than it can. */
  private static void regularity(Program program, int seconds) {
    try (var segment = new Segment()) {
      Host a = segment.addHost("a", CELL.own(1));
      Host b = segment.addHost("b", CELL.own(2));
      Member first = new Member(a, program, membership(1, 150, SHORTEST_MILLIS));
      Member second = new Member(b, program, membership(2, BACKUP_PRIORITY, SHORTEST_MILLIS));
      first.start();
      await(() -> holds(a));
      second.start();
      pause(2_000);
      List<Running> hogs = new ArrayList<>();
      for (int i = 0; i < HOGS; i++) hogs.add(a.start("sh", "-c", "while :; do :; done"));
      try (var recorder = new FrameRecorder(segment)) {
        pause(seconds * 1_000L);
        print(program, recorder.frames(), mac(a), mac(b));
      }
      hogs.forEach(Running::kill);
    }
  }

  private static void print(Program program, List<Frame> frames, long active, long backup) {
    long[] times = adverts(frames, active).mapToLong(Frame::nanos).toArray();
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < times.length; i++) gaps.add((times[i] - times[i - 1]) / 1e6);
    gaps.sort(Double::compare);
    System.out.printf(
        "  %c  p50 %.2f  p99 %.2f  max %.2f  adverts %d  by the backup %d%n",
        program.letter(),
        at(gaps, 0.5),
        at(gaps, 0.99),
        at(gaps, 1),
        times.length,
        adverts(frames, backup).count());
  }

  private static double at(List<Double> sorted, double part) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(sorted.size() * part)));
  }

  private static double median(List<Double> values) {
    return Optional.of(values.stream().sorted().toList())
        .filter(sorted -> !sorted.isEmpty())
        .map(sorted -> sorted.get(sorted.size() / 2))
        .orElse(Double.NaN);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.currentTimeMillis() + 30_000;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end) throw new IllegalStateException("waited too long");
      pause(10);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
