package dev.vipc.agent.vrrp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Segments between simulated nodes, with a clock of their own. A broken network loses, duplicates,
 * delays and so reorders packets and is cut in two; a whole one delivers each after {@link #DELAY}.
 */
final class Network {
  /** Between two nodes of a whole network, in nanoseconds. */
  static final long DELAY = 200_000;

  private static final long LONGEST_DELAY = 3_000 * Settings.MILLI;

  /** A packet on its way to one node. */
  private record Flight(long at, long order, Node to, int segment, byte[] packet) {}

  private final SplittableRandom random;
  private final List<Node> nodes = new ArrayList<>();
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparingLong(Flight::at).thenComparingLong(Flight::order));
  private long now;
  private long order;
  private boolean whole;
  private int lossPercent;

  /** For each segment, the side that a node is on, as a bit. */
  private final int[] sides;

  Network(SplittableRandom random, int segments) {
    this.random = random;
    this.sides = new int[segments];
  }

  void add(Node node) {
    nodes.add(node);
  }

  long now() {
    return now;
  }

  void breakApart() {
    whole = false;
    lossPercent = random.nextInt(4) * 25;
    for (int i = 0; i < sides.length; i++) sides[i] = random.nextInt(1 << nodes.size());
  }

  /** From now on whole; what is under way comes soon and in order. */
  void mend() {
    whole = true;
    List<Flight> late = new ArrayList<>(flights);
    flights.clear();
    for (Flight flight : late)
      flights.add(
          new Flight(
              Math.min(flight.at(), now + DELAY),
              flight.order(),
              flight.to(),
              flight.segment(),
              flight.packet()));
  }

  void send(Node from, int segment, ByteBuffer packet) {
    for (Node to : nodes) if (to != from) send(from, to, segment, packet.array().clone());
  }

  private void send(Node from, Node to, int segment, byte[] packet) {
    if (whole) {
      flights.add(new Flight(now + DELAY, order++, to, segment, packet));
      return;
    }
    if ((sides[segment] >> from.index() & 1) != (sides[segment] >> to.index() & 1)) return;
    for (int copies = random.nextInt(10) == 0 ? 2 : 1; copies > 0; copies--)
      if (random.nextInt(100) >= lossPercent)
        flights.add(new Flight(now + delay(), order++, to, segment, packet));
  }

  private long delay() {
    return random.nextInt(4) == 0 ? random.nextLong(LONGEST_DELAY) : DELAY;
  }

  /** The next moment at which something happens, at most {@code limit}. */
  long next(long limit) {
    long next = flights.isEmpty() ? limit : Math.min(limit, flights.peek().at());
    for (Node node : nodes) next = Math.min(next, node.deadline());
    return Math.max(next, now);
  }

  /** Goes to a moment, and lets happen what is due: packets first, as in the agent's loop. */
  void advance(long to) {
    now = to;
    while (!flights.isEmpty() && flights.peek().at() <= now) {
      Flight flight = flights.remove();
      flight.to().deliver(flight.segment(), flight.packet());
    }
    for (Node node : nodes) node.tick();
  }
}
