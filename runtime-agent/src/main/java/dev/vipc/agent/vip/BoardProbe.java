package dev.vipc.agent.vip;

import dev.vipc.agent.board.CheckAnswer;
import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.Check;

/**
 * A check that the proxy process makes and judges. Where it has not answered yet, or not since this
 * process stood still, what was known before holds for as long as an answer would be believed; then
 * nobody asks any more, and that is a failure.
 */
final class BoardProbe extends Probe {
  /** How often the board is looked at. */
  private static final long LOOK = 50_000_000;

  /** Who looks so late stood still, and with it the proxy process, as when a machine is paused. */
  private static final long STANDSTILL = 1_000_000_000;

  private final CheckBoard board;
  private final int place;
  private long silentUntil;
  private TrackState state;
  private boolean silent;
  private long nextAt;

  /**
   * @param place of the check in the plan
   * @param before what was known of it
   */
  BoardProbe(Check check, CheckBoard board, int place, TrackState before, long now) {
    super(check);
    this.board = board;
    this.place = place;
    this.state = before;
    this.silentUntil = now + CheckBoard.lifeNanos(check);
    this.nextAt = now;
  }

  @Override
  TrackState state() {
    return state;
  }

  @Override
  String answer() {
    return silent && state == TrackState.BAD ? "silent" : super.answer();
  }

  @Override
  long deadline() {
    return nextAt;
  }

  @Override
  void tick(long now) {
    if (now < nextAt) return;
    if (now - nextAt > STANDSTILL) silentUntil = now + CheckBoard.lifeNanos(check());
    nextAt = now + LOOK;
    CheckAnswer answer = board.answer(place, System.nanoTime());
    silent = answer == CheckAnswer.NONE || answer == CheckAnswer.STALE;
    state =
        switch (answer) {
          case GOOD -> TrackState.GOOD;
          case BAD -> TrackState.BAD;
          case NONE, STALE -> now < silentUntil ? state : TrackState.BAD;
        };
  }
}
