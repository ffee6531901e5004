package dev.vipc.golden;

/** Waits for another program to have noticed something that it does not tell of. */
final class Pause {
  private Pause() {}

  static void millis(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
