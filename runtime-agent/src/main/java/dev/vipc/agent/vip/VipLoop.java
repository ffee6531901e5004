package dev.vipc.agent.vip;

import dev.vipc.agent.RunFolder;
import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.board.RouterBoard;
import dev.vipc.agent.log.Line;
import dev.vipc.agent.net.NetworkMonitor;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.plan.PlanFile;
import dev.vipc.agent.vrrp.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The loop of the vip process. In each turn it first hears what the network and the kernel say, and
 * only then lets timers run out: after a stop of the process what its sockets kept tells that
 * others went on.
 */
final class VipLoop {
  private static final int SIGNALS = 0;
  private static final int NETWORK = 1;
  private static final int FIRST_SLOT = 2;

  /** How long the proxy process may take to go over to a plan, and how often it is looked for. */
  private static final long PATIENCE = 5_000_000_000L;

  private static final long LOOK = 20_000_000;

  private final String planName;
  private final Syscall kernel;
  private final Signals signals;
  private final Ports ports;
  private final Line line;
  private final Interfaces interfaces = new Interfaces();
  private final NetworkMonitor monitor;
  private final Macvlans macvlans;
  private final long origin = System.nanoTime();
  private String hash;
  private Poller poller;
  private Lineup lineup;
  private long knownChanges;
  private Optional<Next> next = Optional.empty();

  /**
   * A plan that the proxy process takes first: what it refuses must not be half of what runs.
   *
   * @param checks the plan's, which the proxy process claims when it has gone over
   * @param until when it is said that it has not
   */
  private record Next(PlanFile.Good plan, CheckBoard checks, long until) {}

  VipLoop(String planName, PlanFile.Good plan, Signals signals, Line line) throws IOException {
    this.planName = planName;
    this.hash = plan.hash();
    this.signals = signals;
    this.line = line;
    this.kernel = new Syscall();
    this.ports = Ports.open(kernel, line);
    this.macvlans = new Macvlans(ports.routes(), line);
    this.monitor = new NetworkMonitor(kernel, interfaces);
    this.poller = poller(plan);
    this.lineup = lineup(plan, poller, Optional.empty());
    long left = LeftBehind.remove(ports);
    if (left > 0) line.warning("left-behind-removed").field("things", left).send();
    dump();
    lineup.begin(Optional.empty(), now());
  }

  private Poller poller(PlanFile.Good of) {
    var made = new Poller(kernel, FIRST_SLOT + Lineup.slots(of.plan()));
    made.watchReadable(SIGNALS, signals.descriptor());
    made.watchReadable(NETWORK, monitor.descriptor());
    return made;
  }

  private Lineup lineup(PlanFile.Good of, Poller slots, Optional<Lineup> before)
      throws IOException {
    CheckBoard checks = checkBoard(of);
    return new Lineup(
        of.plan(),
        ports,
        interfaces,
        macvlans,
        RouterBoard.open(RunFolder.of(of.plan()), of.plan(), of.hash(), Counters.names()),
        checks,
        slots,
        FIRST_SLOT,
        before,
        now());
  }

  private static CheckBoard checkBoard(PlanFile.Good of) throws IOException {
    Path folder = RunFolder.of(of.plan());
    RunFolder.make(folder);
    return CheckBoard.open(folder, of.plan(), of.hash());
  }

  /** Learns of all interfaces and addresses; the kernel answers at once, or in a later turn. */
  private void dump() {
    monitor.askForAll();
    monitor.read();
    knownChanges = interfaces.changes();
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  /** Turns until it is told to stop, or a new plan has no virtual router. */
  void run() {
    while (!signals.wantsStop()) {
      turn();
      Optional<PlanFile> reread = signals.takeReread();
      if (reread.isPresent()) reload(reread.get());
      if (next.isPresent() && !goOver(next.get())) break;
    }
    lineup.stop(now());
  }

  private void turn() {
    long patience = lineup.deadline() - now();
    if (next.isPresent() && next.get().until() != Router.NEVER) patience = Math.min(LOOK, patience);
    poller.await(Math.max(0, patience));
    long now = now();
    if (poller.isReady(SIGNALS)) signals.drain();
    if (poller.isReady(NETWORK) || !monitor.isComplete()) monitor.read();
    boolean due = lineup.takeRetry(now) || interfaces.changes() != knownChanges;
    if (due && monitor.isComplete()) {
      knownChanges = interfaces.changes();
      lineup.reattach(now);
    }
    lineup.receive(now);
    lineup.probe(now);
    lineup.evaluate(now);
    lineup.tick(now());
    lineup.show(now);
  }

  /** A plan that is bad or cannot be run changes nothing, nor what is waited for. */
  private void reload(PlanFile reread) {
    switch (reread) {
      case PlanFile.Unreadable(var why) -> refused(why);
      case PlanFile.Refused refusal -> refused(refusal.lines(planName).findFirst().orElse(""));
      case PlanFile.Good good -> {
        if (good.hash().equals(hash)) {
          next = Optional.empty();
          line.info("reloaded").field("changes", false).send();
          return;
        }
        try {
          next = Optional.of(new Next(good, checkBoard(good), now() + PATIENCE));
        } catch (IOException e) {
          refused(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private void refused(String why) {
    line.error("reload-refused").field("plan", planName).field("why", why).send();
  }

  /** Goes over to a plan, or waits for the proxy process; returns whether there is one to run. */
  private boolean goOver(Next to) {
    if (lineup.hasProxies() && !to.checks().isClaimed()) {
      if (now() >= to.until()) {
        refused("the proxy process has not taken it");
        // it may yet do so, and then answers the checks of that plan alone
        next = Optional.of(new Next(to.plan(), to.checks(), Router.NEVER));
      }
      return true;
    }
    next = Optional.empty();
    if (to.plan().plan().virtualRouters().isEmpty()) return false;
    change(to.plan());
    return true;
  }

  private void change(PlanFile.Good to) {
    try {
      Poller slots = poller(to);
      Lineup successor = lineup(to, slots, Optional.of(lineup));
      dump();
      successor.begin(Optional.of(lineup), now());
      hash = to.hash();
      poller = slots;
      lineup = successor;
      line.info("reloaded").field("changes", true).send();
    } catch (IOException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }
}
