package dev.vipc.agent.vrrp;

import static dev.vipc.agent.vrrp.Settings.MILLI;
import static dev.vipc.agent.vrrp.Settings.SECOND;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Three to five nodes over a network that loses, reorders, duplicates and is cut, while nodes die,
 * stop, freeze, fail and change their priority. Once the network is whole and every node left alone
 * for three intervals and the skew time, one node holds the address, and goes on to be the only
 * one; only a handover may last as long as packets are on their way. {@code
 * -Dvipc.vrrp.schedules=100000} makes it long.
 */
class SimulationTest {
  private static final int SCHEDULES = Integer.getInteger("vipc.vrrp.schedules", 10_000);

  /** Two backups may step in within one delay, and each hears of the other after another. */
  private static final long HANDOVER = 2 * Network.DELAY;

  @Test
  void afterThreeIntervalsAndSkewThereIsAlwaysOne() {
    for (long seed = 0; seed < SCHEDULES; seed++) new Schedule(seed).run();
  }

  /** One random history. */
  private static final class Schedule {
    private final long seed;
    private final SplittableRandom random;
    private final Network network;
    private final List<Node> nodes = new ArrayList<>();
    private final int segments;
    private final long interval;

    /** In version 3 each may have its own, and a backup learns its master's. */
    private final long longestInterval;

    private long longestDelay;

    Schedule(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.segments = random.nextInt(4) == 0 ? 2 : 1;
      this.network = new Network(random, segments);
      int version = 2 + random.nextInt(2);
      boolean v6 = version == 3 && random.nextBoolean();
      boolean preempt = random.nextInt(3) != 0;
      this.interval = version == 2 ? (1 + random.nextInt(2)) * SECOND : interval3();
      boolean mixed = version == 3 && random.nextInt(4) == 0;
      this.longestInterval = mixed ? 2 * interval : interval;
      int count = 3 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        long own = mixed && random.nextBoolean() ? 2 * interval : interval;
        int priority = random.nextInt(20) == 0 && i == 0 ? 255 : 1 + random.nextInt(254);
        if (random.nextInt(3) == 0) priority = 100;
        RouterSettings of =
            Settings.of(version, priority, own, (v6 ? "fe80::" : "10.0.0.") + (i + 1));
        of = Settings.withPreemption(of, preempt, random.nextInt(3) == 0 ? 2 * interval : 0);
        if (random.nextInt(5) == 0) of = Settings.withStartDelay(of, random.nextLong(interval));
        longestDelay = Math.max(longestDelay, of.startDelayNanos());
        var node = new Node(network, i, java.util.Collections.nCopies(segments, of));
        nodes.add(node);
        network.add(node);
      }
    }

    private long interval3() {
      return (1 + random.nextInt(100)) * 10 * MILLI;
    }

    void run() {
      for (int epochs = 1 + random.nextInt(3); epochs > 0; epochs--) {
        network.breakApart();
        for (int events = random.nextInt(25); events > 0; events--) {
          happen();
          let(random.nextLong(2 * interval), false);
        }
        settle();
        let(10 * interval, true);
      }
    }

    private void happen() {
      Node node = nodes.get(random.nextInt(nodes.size()));
      switch (random.nextInt(9)) {
        case 0 -> node.kill();
        case 1 -> node.stop();
        case 2, 3 -> node.boot();
        case 4 -> node.freeze();
        case 5 -> node.thaw();
        case 6 -> node.setPriority(1 + random.nextInt(254));
        case 7 -> node.setFault(random.nextInt(segments), random.nextBoolean());
        case 8 -> network.breakApart();
        default -> throw new AssertionError();
      }
    }

    /**
     * Everybody alive thaws and recovers, at least one is alive, and the time of the RFC passes.
     */
    private void settle() {
      nodes.getFirst().boot();
      for (Node node : nodes) {
        node.thaw();
        for (int segment = 0; segment < segments; segment++) node.setFault(segment, false);
      }
      network.mend();
      let(Network.DELAY, false);
      let(settlingTime(), false);
    }

    /** Three intervals and the longest skew time, after the longest start delay. */
    private long settlingTime() {
      return longestDelay
          + nodes.getFirst().settings().activeDownNanos(1, longestInterval)
          + HANDOVER;
    }

    private void let(long duration, boolean judged) {
      long end = network.now() + duration;
      long[] doubleSince = new long[segments];
      java.util.Arrays.fill(doubleSince, -1);
      while (true) {
        if (judged) judge(doubleSince);
        if (network.now() >= end) return;
        network.advance(network.next(end));
      }
    }

    private void judge(long[] doubleSince) {
      for (int segment = 0; segment < segments; segment++) {
        int holders = 0;
        for (Node node : nodes) if (node.holds(segment)) holders++;
        if (holders == 0) failed("nobody holds the address of segment " + segment);
        if (holders == 1) doubleSince[segment] = -1;
        else if (doubleSince[segment] < 0) doubleSince[segment] = network.now();
        else if (network.now() - doubleSince[segment] > HANDOVER)
          failed(holders + " hold the address of segment " + segment);
      }
    }

    private void failed(String what) {
      fail(
          "schedule %d at %.3f s: %s: %s"
              .formatted(
                  seed,
                  network.now() / 1e9,
                  what,
                  nodes.stream().map(node -> node.state(0).word()).toList()));
    }
  }
}
