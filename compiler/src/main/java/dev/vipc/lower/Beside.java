package dev.vipc.lower;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Two pieces of work at once, of which one has the caller's thread. */
public final class Beside {
  /** Characters of a file from which on a second thread saves more than it costs. */
  public static final int WORTH_A_THREAD = 1 << 18;

  private Beside() {}

  /** Returns when both have ended; a fault of either is thrown as it is. */
  public static void run(Runnable elsewhere, Runnable here) {
    FutureTask<Boolean> task = new FutureTask<>(elsewhere, true);
    Thread.ofPlatform().daemon().start(task);
    try {
      here.run();
    } finally {
      await(task);
    }
  }

  /** Waits for work of another thread; a fault of it is thrown as it is. */
  public static void await(FutureTask<?> other) {
    try {
      other.get();
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    } catch (ExecutionException fault) {
      switch (fault.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(fault);
      }
    }
  }
}
