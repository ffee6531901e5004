package dev.vipc.agent.health;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.plan.Check;
import dev.vipc.agent.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The checks of the virtual routers that allocate: TLS, HTTP, HTTPS and programs. They run here,
 * and every judgement is written on the board that the process of the virtual routers reads.
 */
public final class RouterChecks implements AutoCloseable {
  private final CheckBoard board;
  private final List<Watch> watches = new ArrayList<>();

  private RouterChecks(CheckBoard board) {
    this.board = board;
  }

  /** Begins to ask; closes the board with itself. */
  public static RouterChecks start(Plan plan, CheckBoard board) {
    RouterChecks checks = new RouterChecks(board);
    board.claim();
    for (int i = 0; i < plan.checks().size(); i++) checks.start(plan.checks().get(i), i);
    return checks;
  }

  private void start(Check check, int index) {
    var pace =
        new Watch.Pace(
            check.interval(), check.interval(), check.interval(), check.timeout(), Duration.ZERO);
    Standing standing = Standing.atStart(check.rise(), check.fall());
    Probe.of(check.question())
        .ifPresent(
            probe ->
                watches.add(
                    Watch.start(
                        probe,
                        pace,
                        standing,
                        report -> board.judge(index, report.after().isUp(), System.nanoTime()))));
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    board.close();
  }
}
