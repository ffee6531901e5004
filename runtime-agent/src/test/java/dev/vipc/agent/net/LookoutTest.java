package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When to look for something before sleeping. */
class LookoutTest {
  private final Lookout lookout = new Lookout();

  @Test
  void looksAgainAndAgainWhileItFindsSomething() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(lookout.isWorthIt());
      lookout.found(Lookout.SLEEP / 2);
    }
  }

  @Test
  void afterALookInVainManyWaitsHaveNone() {
    for (int i = 0; i < 10; i++) {
      assertTrue(lookout.isWorthIt());
      lookout.missed();
      long waits = 0;
      while (!lookout.isWorthIt()) waits++;
      assertTrue(
          waits >= Lookout.WAITS - 1 && waits <= Lookout.WAITS, () -> "after a look in vain");
    }
  }

  @Test
  void isNotWorthItWhereItFindsSomethingOnlyNowAndThen() {
    int looks = 0;
    for (int i = 0; i < 10_000; i++) {
      if (!lookout.isWorthIt()) continue;
      if (looks++ % 4 == 0) lookout.found(Lookout.SLEEP / 2);
      else lookout.missed();
    }
    assertTrue(looks < 500);
  }

  @Test
  void timeInWhichTheThreadDidNotRunIsForgottenSoon() {
    lookout.found(60_000_000_000L);
    long waits = 0;
    while (!lookout.isWorthIt()) waits++;
    assertTrue(waits <= Lookout.WAITS);
  }

  @Test
  void stopsSoonAfterALongTimeInWhichItPaid() {
    for (int i = 0; i < 1_000_000; i++) lookout.found(0);
    int looks = 0;
    for (; lookout.isWorthIt(); looks++) lookout.missed();
    assertEquals(Lookout.LOOKS, looks);
  }
}
