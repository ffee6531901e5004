package dev.vipc.compile;

import dev.vipc.lower.Beside;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Does the same for each of many things, on as many threads as there are processors.
 *
 * <p>What a thread needs for it is its own: the readers learn while they read, and are not made to
 * be shared.
 */
public final class Workers {
  /**
   * A thread of its own for each work, with the class loader of the thread that gives it: libraries
   * look there for their parts, and a pool's threads have another.
   */
  public static final Executor ASIDE = work -> Thread.ofPlatform().daemon().start(work);

  /** With fewer things it is over before another thread has learnt what it needs. */
  private static final int WORTH_A_THREAD = 24;

  /**
   * Each has readers of its own, and more of them than this take more memory than they save time.
   */
  private static final int MOST = 8;

  private Workers() {}

  /**
   * @param own what the caller's thread works with
   * @param another makes what another thread works with
   * @param done is told how many are done, by the caller's thread alone
   * @return what the work gives for each, in their order, whoever did it
   */
  static <W, T, R> List<R> each(
      List<T> things, W own, Supplier<W> another, BiFunction<W, T, R> work, IntConsumer done) {
    int size = things.size();
    Object[] results = new Object[size];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    List<FutureTask<Boolean>> others = new ArrayList<>();
    int processors = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    int threads = Math.min(processors, size / WORTH_A_THREAD);
    for (int i = 1; i < threads; i++) {
      Runnable turn =
          () -> {
            try {
              W its = another.get();
              for (int at = next.getAndIncrement(); at < size; at = next.getAndIncrement()) {
                results[at] = work.apply(its, things.get(at));
                finished.incrementAndGet();
              }
            } finally {
              next.set(size); // after a fault the others need not go on
            }
          };
      FutureTask<Boolean> other = new FutureTask<>(turn, true);
      others.add(other);
      ASIDE.execute(other);
    }
    try {
      for (int at = next.getAndIncrement(); at < size; at = next.getAndIncrement()) {
        results[at] = work.apply(own, things.get(at));
        done.accept(finished.incrementAndGet());
      }
    } finally {
      next.set(size);
    }
    others.forEach(Beside::await);
    @SuppressWarnings("unchecked") // each place was filled by the work
    List<R> all = (List<R>) Arrays.asList(results);
    return all;
  }
}
