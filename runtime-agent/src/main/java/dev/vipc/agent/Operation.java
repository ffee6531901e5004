package dev.vipc.agent;

import dev.vipc.agent.board.RouterBoardReader;
import dev.vipc.agent.board.RouterFault;
import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.NotifySocket;
import dev.vipc.agent.net.ProcessSignal;
import dev.vipc.agent.plan.PlanFile;
import dev.vipc.agent.proxy.ProxyProcess;
import dev.vipc.agent.status.Control;
import dev.vipc.agent.status.ControlHandler;
import dev.vipc.agent.status.ControlSocket;
import dev.vipc.agent.status.NodeView;
import dev.vipc.agent.status.StatusServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How people and systemd deal with this node: the control socket, the status on the network, and
 * what systemd is told. It runs in the proxy process and speaks for both.
 */
final class Operation implements Control, AutoCloseable {
  static final Duration RELOAD_LIMIT = Duration.ofSeconds(10);

  /** The vip process shows all that it runs in its first turn. */
  private static final Duration SHOW_LIMIT = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** What is running, and what serves it. */
  private record Running(PlanFile.Good plan, RouterBoardReader routers) {}

  private final ProxyProcess process;
  private final Surroundings surroundings;
  private final Runnable reloadHere;
  private final Log log;
  private final Optional<NotifySocket> systemd;
  private final ControlSocket socket;
  private volatile Running running;
  private volatile String refusal = "";
  private final StatusServer server;

  /**
   * Opens everything that the plan names.
   *
   * @param reloadHere makes this process read its plan again
   */
  Operation(
      ProxyProcess process,
      PlanFile.Good plan,
      Surroundings surroundings,
      Runnable reloadHere,
      Log log)
      throws IOException {
    this.process = process;
    this.surroundings = surroundings;
    this.reloadHere = reloadHere;
    this.log = log;
    running = running(plan);
    server = StatusServer.start(plan.plan().status().listen(), this::view);
    socket =
        ControlSocket.listen(
            Path.of(plan.plan().status().controlSocket()), new ControlHandler(this));
    systemd = NotifySocket.of(surroundings.environment());
    systemd.ifPresent(told -> Thread.ofVirtual().name("systemd").start(() -> keepTelling(told)));
  }

  private static Running running(PlanFile.Good plan) throws IOException {
    Path folder = RunFolder.of(plan.plan());
    return new Running(plan, RouterBoardReader.open(folder, plan.plan(), plan.hash()));
  }

  /**
   * Goes over to a plan, and the proxies with it; where that fails, nothing changes.
   *
   * @throws IOException says which address cannot be had
   */
  void apply(PlanFile.Good plan) throws IOException {
    process.apply(plan, () -> follow(plan));
  }

  private synchronized void follow(PlanFile.Good plan) throws IOException {
    Running next = running(plan);
    var listen = plan.plan().status().listen();
    if (!listen.equals(running.plan().plan().status().listen())) server.move(listen);
    running = next;
    refusal = "";
  }

  /** Notes why a plan was not taken, for who asked for it. */
  void refused(String why) {
    refusal = why;
    log.line().error("reload-refused").field("why", why).send();
  }

  /**
   * Makes the plan that runs the one again that processes start with: a plan that could not be run
   * must not be met again by one that dies.
   *
   * @param refused which was not taken
   * @param copy the file that this process reads, where {@code vipd run} made it
   */
  void putBack(PlanFile.Good refused, String copy) {
    if (surroundings.supervisor().isEmpty()) return;
    boolean isThere =
        PlanFile.load(copy) instanceof PlanFile.Good now && now.hash().equals(refused.hash());
    if (!isThere) return;
    try {
      PrepareCommand.copy(running.plan());
    } catch (IOException e) {
      log.line().error("plan-not-put-back").field("why", e.toString()).send();
    }
  }

  @Override
  public NodeView view() {
    Running now = running;
    return new NodeView(
        Instant.now(), now.plan().plan(), now.plan().hash(), now.routers().read(), process.view());
  }

  /** Whether nothing is missing that the plan asks for. */
  private boolean isWhole(RoutersView routers) {
    return running.plan().plan().virtualRouters().isEmpty() || routers.alive();
  }

  private void keepTelling(NotifySocket told) {
    awaits(() -> isWhole(running.routers().read()), Duration.ofDays(1));
    told.send("READY=1\nSTATUS=node " + running.plan().plan().node());
    Optional<Duration> pulse = surroundings.watchdog();
    if (pulse.isEmpty()) return;
    // at once, since the process before this one may have told it long ago
    do {
      // what hangs, or is started again, has the other half of the limit
      if (awaits(() -> everythingTurns(pulse.get()), Duration.ofDays(1))) told.send("WATCHDOG=1");
    } while (pause(pulse.get()));
  }

  /** Both processes run, and so does each loop of them. */
  private boolean everythingTurns(Duration limit) {
    RoutersView routers = running.routers().read();
    try {
      // a vip process that ended in order was told to
      return (isWhole(routers) || routers.pid() == 0) && process.turns(limit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void tell(String state) {
    systemd.ifPresent(told -> told.send(state));
  }

  @Override
  public ControlSocket.Answer drain(Duration limit) {
    ProcessSignal.TERMINATE.send(running.routers().read().pid());
    try {
      int open = process.drain(limit);
      return open == 0
          ? new ControlSocket.Answer(0, "drained: every connection has ended\n")
          : new ControlSocket.Answer(1, "drained: %d connections were cut\n".formatted(open));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ControlSocket.Answer(2, "vipd stops\n");
    }
  }

  @Override
  public ControlSocket.Answer reload() {
    String name = surroundings.plan();
    return switch (PlanFile.load(name)) {
      case PlanFile.Unreadable(var why) -> new ControlSocket.Answer(2, name + " " + why + "\n");
      case PlanFile.Refused bad ->
          new ControlSocket.Answer(
              1, bad.lines(name).map(line -> line + "\n").collect(Collectors.joining()));
      case PlanFile.Good good -> reload(good);
    };
  }

  private ControlSocket.Answer reload(PlanFile.Good good) {
    refusal = "";
    boolean startsAnew = process.view().draining();
    if (surroundings.supervisor().isPresent())
      ProcessSignal.HANG_UP.send(surroundings.supervisor().getAsLong());
    else {
      ProcessSignal.HANG_UP.send(running.routers().read().pid());
      reloadHere.run();
    }
    if (startsAnew)
      return new ControlSocket.Answer(0, "drained before: both processes start anew\n");
    boolean taken =
        awaits(() -> !refusal.isEmpty() || runs(good), RELOAD_LIMIT) && refusal.isEmpty();
    if (taken) return new ControlSocket.Answer(0, "reloaded\n" + faults());
    return new ControlSocket.Answer(
        1, (refusal.isEmpty() ? "not every process took the plan: see the log" : refusal) + "\n");
  }

  /** What an operator should know at once of a plan that was taken. */
  private String faults() {
    awaits(() -> states().noneMatch(router -> router.state() == RouterState.UNKNOWN), SHOW_LIMIT);
    return states()
        .filter(router -> router.fault() != RouterFault.NONE && !isOnlyUnknown(router))
        .map(router -> "virtual router %s: %s\n".formatted(router.name(), router.fault().words()))
        .collect(Collectors.joining());
  }

  private Stream<RoutersView.Router> states() {
    return running.routers().read().routers().stream();
  }

  /** A check that is new has not been answered yet. */
  private static boolean isOnlyUnknown(RoutersView.Router router) {
    return router.fault() == RouterFault.TRACK && !router.tracks().contains(TrackState.BAD);
  }

  private boolean runs(PlanFile.Good good) {
    return running.plan().hash().equals(good.hash()) && isWhole(running.routers().read());
  }

  @FunctionalInterface
  private interface Question {
    boolean isTrue();
  }

  private static boolean awaits(Question question, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!question.isTrue()) if (System.nanoTime() > end || !pause(PAUSE)) return false;
    return true;
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    socket.close();
    server.close();
  }
}
