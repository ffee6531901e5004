package dev.vipc.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WorkersTest {
  private static final List<Integer> THINGS = IntStream.range(0, 5000).boxed().toList();

  @Test
  void theResultsStandInTheOrderOfTheThings() {
    List<Integer> squares =
        Workers.each(THINGS, "own", () -> "another", (_, each) -> each * each, _ -> {});
    assertEquals(THINGS.stream().map(each -> each * each).toList(), squares);
  }

  @Test
  void whatAThreadWorksWithIsItsOwn() {
    Workers.<List<Thread>, Integer, Integer>each(
        THINGS,
        new ArrayList<>(),
        ArrayList::new,
        (own, each) -> {
          own.add(Thread.currentThread());
          assertEquals(1, own.stream().distinct().count());
          return each;
        },
        _ -> {});
  }

  @Test
  void theCallersThreadAloneIsTold() {
    CountDownLatch begun = new CountDownLatch(1);
    List<Thread> told = new ArrayList<>();
    Workers.each(
        THINGS,
        begun,
        () -> begunBy(begun),
        WorkersTest::begin,
        _ -> told.add(Thread.currentThread()));
    assertEquals(List.of(Thread.currentThread()), told.stream().distinct().toList());
  }

  @Test
  void aFaultOfAnotherThreadIsThrownAsItIs() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    CountDownLatch begun = new CountDownLatch(1);
    IllegalArgumentException fault = new IllegalArgumentException("of another thread");
    assertSame(
        fault,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Workers.each(
                    THINGS,
                    false,
                    () -> true,
                    (another, each) -> {
                      if (another) {
                        begun.countDown();
                        throw fault;
                      }
                      await(begun);
                      return each;
                    },
                    _ -> {})));
  }

  @Test
  void aFaultOfTheCallersThreadIsThrownAsItIs() {
    CountDownLatch begun = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    assertThrows(
        ArithmeticException.class,
        () ->
            Workers.each(
                THINGS,
                begun,
                () -> begunBy(begun),
                (own, each) -> begin(own, each) / (Thread.currentThread() == caller ? 0 : 1),
                _ -> {}));
  }

  /**
   * What another thread works with, once the caller's has a thing: it may have taken all before.
   */
  private static CountDownLatch begunBy(CountDownLatch caller) {
    await(caller);
    return caller;
  }

  private static int begin(CountDownLatch begun, int each) {
    begun.countDown();
    return each;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
