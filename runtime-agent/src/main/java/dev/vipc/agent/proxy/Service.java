package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.plan.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** One proxy while the agent runs: what all loops share of it. */
final class Service {
  private final Room room;
  private final Dispatcher dispatcher;
  private final AtomicInteger connections = new AtomicInteger();
  private final LongAdder accepted = new LongAdder();
  private final Tally<Refusal> refusals = new Tally<>(Refusal.class);
  private final Tally<Ending> endings = new Tally<>(Ending.class);
  private volatile Proxy plan;
  private volatile Optional<Sockets.KeepAlive> keepAlive;
  private volatile boolean needsRoutes;

  /** Whether a listener stopped accepting because there was no place left. */
  private volatile boolean full;

  /** Tells the listeners to accept again. */
  private volatile Runnable reopen = () -> {};

  Service(Proxy plan, Dispatcher dispatcher, Room room) {
    this.plan = plan;
    this.dispatcher = dispatcher;
    this.room = room;
    keepAlive = keepAlive(plan);
    needsRoutes = needsRoutes(plan);
  }

  private static Optional<Sockets.KeepAlive> keepAlive(Proxy plan) {
    return plan.keepAlive()
        .map(
            wanted ->
                new Sockets.KeepAlive(
                    (int) wanted.idle().toSeconds(),
                    (int) wanted.interval().toSeconds(),
                    wanted.count(),
                    (int) wanted.userTimeout().toMillis()));
  }

  private static boolean needsRoutes(Proxy plan) {
    return plan.servers().stream().anyMatch(server -> server.preface() != Proxy.Preface.NONE);
  }

  /** Takes over a new plan of the same proxy. */
  void replan(Proxy newPlan, List<Server> servers) {
    plan = newPlan;
    keepAlive = keepAlive(newPlan);
    needsRoutes = needsRoutes(newPlan);
    dispatcher.replan(newPlan.balance(), servers);
    reopenIfFull();
  }

  Proxy plan() {
    return plan;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Optional<Sockets.KeepAlive> keepAlive() {
    return keepAlive;
  }

  /** Whether a server is told where its clients come from. */
  boolean needsRoutes() {
    return needsRoutes;
  }

  void onReopen(Runnable tell) {
    reopen = tell;
  }

  /** Takes a place for a connection; false where the proxy has none left. */
  boolean enter() {
    if (connections.incrementAndGet() <= plan.maxConnections()) return true;
    connections.decrementAndGet();
    full = true;
    // a place that became free meanwhile was not told of
    reopenIfFull();
    return false;
  }

  /** Gives the place back to a connection that did not come. */
  void leaveUnused() {
    connections.decrementAndGet();
    reopenIfFull();
  }

  /** Counts a connection that took its place, or says why it must not. */
  Optional<Refusal> accept() {
    Optional<Refusal> refusal = room.enter();
    if (refusal.isPresent()) {
      refused(refusal.get());
      leaveUnused();
    } else accepted.increment();
    return refusal;
  }

  void left() {
    room.leave();
    leaveUnused();
  }

  private void reopenIfFull() {
    if (!full || connections.get() >= plan.maxConnections()) return;
    full = false;
    reopen.run();
  }

  void refused(Refusal why) {
    refusals.add(why);
  }

  void ended(Ending how) {
    endings.add(how);
  }

  int connections() {
    return connections.get();
  }

  /** What it shows of itself. */
  ProxyView.ProxyState state(Function<Server, ProxyView.ServerState> show) {
    return new ProxyView.ProxyState(
        plan.name(),
        plan.mode(),
        plan.listen(),
        plan.balance(),
        connections(),
        plan.maxConnections(),
        dispatcher.waiting(),
        accepted.sum(),
        refusals.sums(),
        endings.sums(),
        dispatcher.servers().stream().map(show).toList());
  }
}
