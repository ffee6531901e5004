package dev.vipc.lower.haproxy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Two pieces of work at once, of which one has the caller's thread. */
final class Beside {
  private Beside() {}

  /** Returns when both have ended; a fault of either is thrown. */
  static void run(Runnable elsewhere, Runnable here) {
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
