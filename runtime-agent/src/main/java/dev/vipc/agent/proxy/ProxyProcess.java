package dev.vipc.agent.proxy;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.health.RouterChecks;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The process of the proxies: they, and the checks that it makes for the virtual routers. */
public final class ProxyProcess implements AutoCloseable {
  private final Log log;
  private final Path folder;
  private final Proxies proxies;
  private Optional<RouterChecks> checks = Optional.empty();
  private Optional<PlanFile.Good> running = Optional.empty();

  /** What else of a process goes over to a plan. */
  @FunctionalInterface
  public interface Rest {
    void apply() throws IOException;
  }

  /**
   * @param folder that of the boards
   */
  public ProxyProcess(Log log, Path folder) throws SystemCallException {
    this.log = log;
    this.folder = folder;
    proxies = new Proxies(log);
  }

  /**
   * Goes over to a plan; where that fails, nothing changes.
   *
   * @throws IOException says which address it cannot listen on, or what is wrong with the board
   */
  public void apply(PlanFile.Good good) throws IOException {
    apply(good, () -> {});
  }

  /**
   * The same for all of the process.
   *
   * @param rest goes over when the proxies have; where it cannot, they go back, and the vip process
   *     hears nothing of it
   */
  public synchronized void apply(PlanFile.Good good, Rest rest) throws IOException {
    Plan plan = good.plan();
    CheckBoard board = CheckBoard.open(folder, plan, good.hash());
    proxies.apply(plan);
    try {
      rest.apply();
    } catch (IOException e) {
      goBack(e);
      throw e;
    }
    // a vip process takes the board off itself: it may go on with it, and this one come back to it
    boolean stays =
        running
            .map(b -> b.hash().equals(good.hash()) || !b.plan().virtualRouters().isEmpty())
            .orElse(true);
    checks.ifPresent(stays ? RouterChecks::close : RouterChecks::discard);
    running = Optional.of(good);
    checks = Optional.of(RouterChecks.start(log, plan, board, checks));
    log.line()
        .info("running")
        .field("plan", good.hash().substring(0, 16))
        .field("proxies", plan.proxies().size())
        .send();
  }

  private void goBack(IOException why) {
    if (running.isEmpty()) return;
    try {
      proxies.apply(running.get().plan());
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Whether every loop of the proxies turns, the slowest within a limit. */
  public boolean turns(Duration limit) throws InterruptedException {
    return proxies.turns(limit);
  }

  public ProxyView view() {
    return proxies.view();
  }

  /**
   * Accepts nothing any more, waits until all connections have ended, and ends the rest.
   *
   * @return how many had to be ended
   */
  public int drain(Duration limit) throws InterruptedException {
    log.line().info("draining").field("connections", view().connections()).send();
    return proxies.drain(limit);
  }

  @Override
  public synchronized void close() {
    proxies.close();
    checks.ifPresent(RouterChecks::close);
  }
}
