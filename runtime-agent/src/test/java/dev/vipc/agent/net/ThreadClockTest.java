package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadClockTest {
  @Test
  void tellsWhatAnotherThreadHasTaken() throws Exception {
    var clock = new CompletableFuture<ThreadClock>();
    var work = new CountDownLatch(1);
    var worked = new CompletableFuture<Long>();
    var end = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  clock.complete(ThreadClock.ofThisThread());
                  awaits(work);
                  long until = System.nanoTime() + 50_000_000;
                  long turns = 0;
                  while (System.nanoTime() < until) turns++;
                  worked.complete(turns);
                  awaits(end);
                });
    ThreadClock asked = clock.get();
    var own = ThreadClock.ofThisThread();
    long before = asked.nanos();
    long ownBefore = own.nanos();
    work.countDown();
    worked.get();
    long taken = asked.nanos() - before;
    long ownTaken = own.nanos() - ownBefore;
    assertTrue(taken > 1_000_000, "it took " + taken + " ns");
    assertTrue(ownTaken < taken, "who waited took " + ownTaken + " ns of " + taken);
    end.countDown();
    thread.join();
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
