package dev.vipc.agent.vip;

import dev.vipc.agent.board.TrackState;

/**
 * Whether something that is asked again and again is good: {@code rise} good answers in a row make
 * it so, {@code fall} bad ones make it bad, and the very first answer decides alone. Health checks
 * have the same in values ({@code dev.vipc.agent.health.Standing}); the loop that asks this one
 * allocates nothing.
 */
final class Judgement {
  private final int rise;
  private final int fall;
  private TrackState state;
  private int against;

  /**
   * @param known what holds until an answer; where it is not unknown, it takes as many answers to
   *     change it as ever
   */
  Judgement(int rise, int fall, TrackState known) {
    this.rise = rise;
    this.fall = fall;
    this.state = known;
  }

  TrackState state() {
    return state;
  }

  void answer(boolean good) {
    TrackState said = good ? TrackState.GOOD : TrackState.BAD;
    against = said == state ? 0 : against + 1;
    if (state == TrackState.UNKNOWN || against >= (good ? rise : fall)) {
      state = said;
      against = 0;
    }
  }
}
