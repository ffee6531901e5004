package dev.vipc.agent.vip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.board.TrackState;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private final Judgement judgement = new Judgement(2, 3, TrackState.UNKNOWN);

  private TrackState after(boolean... answers) {
    for (boolean answer : answers) judgement.answer(answer);
    return judgement.state();
  }

  @Test
  void theFirstAnswerDecidesAlone() {
    assertEquals(TrackState.UNKNOWN, judgement.state());
    assertEquals(TrackState.BAD, after(false));
  }

  @Test
  void whatWasKnownBeforeHoldsUntilEnoughAnswers() {
    var known = new Judgement(2, 2, TrackState.GOOD);
    known.answer(false);
    assertEquals(TrackState.GOOD, known.state());
    known.answer(false);
    assertEquals(TrackState.BAD, known.state());
  }

  @Test
  void fallAnswersInARowMakeItBad() {
    assertEquals(TrackState.GOOD, after(true, false, false));
    assertEquals(TrackState.GOOD, after(true, false, false));
    assertEquals(TrackState.BAD, after(false));
  }

  @Test
  void riseAnswersInARowMakeItGood() {
    assertEquals(TrackState.BAD, after(false, true, false, true));
    assertEquals(TrackState.GOOD, after(true));
  }
}
