package dev.vipc.agent.vip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.board.TrackState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracksTest {
  private static Tracks.Track track(TrackState state, int weight) {
    return new Tracks.Track() {
      @Override
      public int weight() {
        return weight;
      }

      @Override
      public TrackState state() {
        return state;
      }

      @Override
      public String name() {
        return "track";
      }

      @Override
      public String answer() {
        return "bad";
      }
    };
  }

  private static int effective(int priority, Tracks.Track... tracks) {
    return new Tracks(priority, List.of(tracks)).effectivePriority();
  }

  @Test
  void aPositiveWeightCountsWhileGoodAndANegativeOneWhileBad() {
    assertEquals(130, effective(100, track(TrackState.GOOD, 30), track(TrackState.GOOD, -7)));
    assertEquals(93, effective(100, track(TrackState.BAD, 30), track(TrackState.BAD, -7)));
    assertEquals(100, effective(100, track(TrackState.UNKNOWN, 30), track(TrackState.UNKNOWN, -7)));
  }

  @Test
  void theSumStaysWithinWhatCanBeElected() {
    assertEquals(254, effective(200, track(TrackState.GOOD, 100)));
    assertEquals(1, effective(50, track(TrackState.BAD, -100)));
    assertEquals(255, effective(255, track(TrackState.BAD, -100)));
  }

  @Test
  void withoutWeightAFailureIsAFault() {
    Tracks.Track good = track(TrackState.GOOD, 0);
    assertEquals(1, new Tracks(100, List.of(good, track(TrackState.BAD, 0))).fault(false));
    assertEquals(
        Tracks.NONE, new Tracks(100, List.of(good, track(TrackState.BAD, -10))).fault(true));
    var unknown = new Tracks(100, List.of(track(TrackState.UNKNOWN, 0)));
    assertEquals(0, unknown.fault(true));
    assertEquals(Tracks.NONE, unknown.fault(false));
  }
}
