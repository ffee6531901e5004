package dev.vipc.agent.health;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.plan.Check;
import dev.vipc.agent.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks of the virtual routers that allocate: TLS, HTTP, HTTPS and programs. They run here,
 * and every judgement is written on the board that the process of the virtual routers reads.
 */
public final class RouterChecks implements AutoCloseable {
  private final Log log;
  private final CheckBoard board;
  private final List<Watched> watches = new ArrayList<>();

  private record Watched(Check check, Watch watch) {}

  private RouterChecks(Log log, CheckBoard board) {
    this.log = log;
    this.board = board;
  }

  /**
   * Begins to ask; closes the board with itself.
   *
   * @param board with what a process that died has left on it: that its next answer may be a bad
   *     one is no reason to give up an address, so what it has judged holds, and is asked again
   *     when it would have been
   * @param before those of the plan before: a check that stays goes on to count where it was
   */
  public static RouterChecks start(
      Log log, Plan plan, CheckBoard board, Optional<RouterChecks> before) {
    RouterChecks checks = new RouterChecks(log, board);
    board.claim();
    for (int i = 0; i < plan.checks().size(); i++) {
      Check check = plan.checks().get(i);
      Optional<Standing> counted = before.flatMap(b -> b.standingOf(check));
      if (counted.isPresent()) checks.start(check, i, counted.get(), Duration.ZERO);
      else checks.goOn(check, i, System.nanoTime());
    }
    return checks;
  }

  private void goOn(Check check, int index, long now) {
    Duration left = check.interval().minusNanos(board.age(index, now));
    Duration offset = left.isNegative() ? Duration.ZERO : left;
    int rise = check.rise();
    int fall = check.fall();
    switch (board.answer(index, now)) {
      case GOOD -> start(check, index, Standing.proven(rise, fall), offset);
      case BAD -> start(check, index, Standing.unproven(rise, fall), offset);
      case NONE, STALE -> start(check, index, Standing.atStart(rise, fall), Duration.ZERO);
    }
  }

  private Optional<Standing> standingOf(Check check) {
    return watches.stream()
        .filter(watched -> watched.check().equals(check))
        .map(watched -> watched.watch().standing())
        .findFirst();
  }

  private void start(Check check, int index, Standing standing, Duration offset) {
    var pace =
        new Watch.Pace(
            check.interval(), check.interval(), check.interval(), check.timeout(), offset);
    Probe.of(check.question())
        .ifPresent(
            probe ->
                watches.add(
                    new Watched(
                        check,
                        Watch.start(
                            probe, pace, standing, report -> answered(check, index, report)))));
  }

  private void answered(Check check, int index, Watch.Report report) {
    boolean good = report.after().isUp();
    board.judge(index, good, System.nanoTime());
    if (!report.isChange()) return;
    var line = log.line();
    (good ? line.info("check-good") : line.warning("check-bad"))
        .field("check", check.name())
        .field("answer", report.outcome().detail())
        .send();
  }

  /** Ends, and the board with it: another plan is run. */
  public void discard() {
    close();
    board.discard();
  }

  @Override
  public void close() {
    watches.forEach(watched -> watched.watch().close());
    board.close();
  }
}
