package dev.vipc.agent.vip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.Check;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardProbeTest {
  private static final long SECOND = 1_000_000_000;

  /** What the proxy process said last, long ago. */
  private static final long ANSWERED = 100 * SECOND;

  @TempDir private Path folder;
  private final Plan plan =
      PlanReader.read(
              """
              {"version": 1, "node": "a", "checks": [{"name": "api", "intervalMillis": 1000,
                "question": {"kind": "https", "address": "127.0.0.1", "port": 6443}}]}""")
          .plan()
          .orElseThrow();
  private final Check check = plan.checks().getFirst();
  private CheckBoard board;

  @BeforeEach
  void open() throws IOException {
    board = CheckBoard.open(folder, plan, "0".repeat(64));
    board.judge(0, true, ANSWERED);
  }

  private BoardProbe probe() {
    return new BoardProbe(check, board, 0, TrackState.GOOD, 0);
  }

  @Test
  void anAnswerThatStoppedComingIsAFailureInTheEnd() {
    BoardProbe probe = probe();
    for (long now = 0; now < CheckBoard.lifeNanos(check); now += SECOND / 20) probe.tick(now);
    assertEquals(TrackState.GOOD, probe.state());
    probe.tick(CheckBoard.lifeNanos(check) + SECOND / 20);
    assertEquals(TrackState.BAD, probe.state());
  }

  @Test
  void whoStoodStillWaitsForAnAnswer() {
    BoardProbe probe = probe();
    probe.tick(0);
    long later = 3_600 * SECOND;
    probe.tick(later);
    assertEquals(TrackState.GOOD, probe.state());
    for (long now = later; now <= later + CheckBoard.lifeNanos(check); now += SECOND / 20)
      probe.tick(now);
    assertEquals(TrackState.BAD, probe.state());
  }
}
