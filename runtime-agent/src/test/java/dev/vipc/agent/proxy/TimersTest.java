package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers(1_000);
  private final List<String> expired = new ArrayList<>();

  private final class Named extends Timers.Entry {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    void expired(long nowMillis) {
      expired.add(name + "@" + nowMillis);
    }
  }

  @Test
  void deadlinesComeInTheirOrderAndAtTheirMillisecond() {
    timers.set(new Named("hour"), 1_000 + 3_600_000);
    timers.set(new Named("soon"), 1_005);
    timers.set(new Named("second"), 2_000);
    timers.advance(1_004);
    assertEquals(List.of(), expired);
    timers.advance(10_000_000);
    assertEquals(List.of("soon@1005", "second@2000", "hour@3601000"), expired);
    assertEquals(-1, timers.untilNext());
  }

  @Test
  void whatIsCancelledOrMovedComesOnlyAtItsNewTime() {
    Named moved = new Named("moved");
    Named cancelled = new Named("cancelled");
    timers.set(moved, 1_100);
    timers.set(cancelled, 1_100);
    timers.set(moved, 90_000);
    timers.cancel(cancelled);
    timers.advance(100_000);
    assertEquals(List.of("moved@90000"), expired);
  }

  @Test
  void aDeadlineInThePastComesWithTheNextTick() {
    timers.set(new Named("late"), 5);
    timers.advance(1_001);
    assertEquals(List.of("late@1001"), expired);
  }

  @Test
  void theWaitNeverPassesADeadline() {
    timers.set(new Named("far"), 1_000 + 1_000_000);
    long now = 1_000;
    int waits = 0;
    while (expired.isEmpty()) {
      now += timers.untilNext();
      timers.advance(now);
      waits++;
    }
    assertEquals(List.of("far@1001000"), expired);
    assertTrue(waits < 10, waits + " waits");
  }

  @Test
  void randomDeadlinesAreAllMetExactly() {
    Random random = new Random(7);
    Map<Timers.Entry, Long> wanted = new HashMap<>();
    class Exact extends Timers.Entry {
      @Override
      void expired(long nowMillis) {
        assertEquals(wanted.remove(this), nowMillis);
      }
    }
    long now = 1_000;
    for (int i = 0; i < 20_000; i++) {
      Exact entry = new Exact();
      long deadline = now + 1 + (long) Math.pow(2, random.nextDouble() * 33);
      wanted.put(entry, deadline);
      timers.set(entry, deadline);
      if (random.nextInt(4) == 0) timers.advance(now += random.nextInt(5_000));
    }
    timers.advance(now + (1L << 35));
    assertEquals(Map.of(), wanted);
  }
}
