package dev.vipc.lower;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Two pieces of work at once, of which one has the caller's thread. */
public final class Beside {
  /** Characters of a file from which on a second thread saves more than it costs. */
  public static final int WORTH_A_THREAD = 1 << 18;

  private Beside() {}

  /** Returns when both have ended; a fault of either is thrown. */
  public static void run(Runnable elsewhere, Runnable here) {
    FutureTask<Boolean> task = new FutureTask<>(elsewhere, true);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    try {
      here.run();
      task.get();
    } catch (InterruptedException | ExecutionException fault) {
      throw new IllegalStateException(fault);
    } finally {
      thread.interrupt();
    }
  }
}
