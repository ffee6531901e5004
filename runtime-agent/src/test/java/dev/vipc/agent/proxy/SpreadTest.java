package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void oneLoopCarriesWhatItCan() {
    assertEquals(1, Spread.next(1, 4, 0.0, 3.9));
    assertEquals(1, Spread.next(1, 4, 0.8, 3.0));
  }

  @Test
  void anotherHelpsWhenThoseAreFullAndTheMachineHasAProcessorForIt() {
    assertEquals(2, Spread.next(1, 4, 0.9, 2.0));
    assertEquals(2, Spread.next(2, 4, 1.6, 1.5));
    assertEquals(3, Spread.next(2, 4, 1.8, 1.5));
    assertEquals(1, Spread.next(1, 4, 0.95, 0.2), "it would only take time from the others");
    assertEquals(2, Spread.next(2, 2, 1.9, 0.9), "there are no more");
  }

  @Test
  void whenTheLoadHasGoneFewerTakeConnectionsIn() {
    assertEquals(2, Spread.next(2, 4, 0.7, 3.0), "one alone would soon be full again");
    assertEquals(1, Spread.next(2, 4, 0.4, 3.0));
    assertEquals(2, Spread.next(3, 4, 0.9, 3.0));
    assertEquals(2, Spread.next(2, 4, 0.4, 0.1), "they get no time for what they have to do");
  }

  @Test
  void whatProcessorsWereNotBusyTheyWereIdle() {
    var before =
        Processors.read(
            List.of(
                "cpu  100 10 200 9000 50 5 20 3 0 0",
                "cpu0 50 5 100 4500 25 2 10 1 0 0",
                "cpu1 50 5 100 4500 25 3 10 2 0 0",
                "intr 12 0 0"),
            0);
    var after =
        Processors.read(
            List.of(
                "cpu  130 10 260 9000 90 5 30 3 0 0",
                "cpu0 80 5 160 4500 65 2 20 1 0 0",
                "cpu1 50 5 100 4500 25 3 10 2 0 0"),
            1_000_000_000);
    assertEquals(1.0, after.idleSince(before), 1e-9);
    assertEquals(2, after.count());
    assertTrue(Processors.now().orElseThrow().count() >= 1);
  }
}
