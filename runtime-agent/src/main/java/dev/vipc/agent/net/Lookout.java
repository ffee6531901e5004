package dev.vipc.agent.net;

/**
 * Whether a thread that waits for something looks for it for a while before it sleeps. To sleep and
 * to be woken costs more than a short look, but a look in vain keeps a processor from others, maybe
 * from what is waited for. So looks live on what they save: one that finds something pays in, one
 * in vain has to be paid for, and each wait without a look pays in a little.
 */
final class Lookout {
  /** The longest look, in nanoseconds. */
  static final long LONGEST = 20_000;

  /**
   * What it costs to sleep and be woken, in nanoseconds: two switches of the thread, and for the
   * one that wakes it an interrupt of another processor, which on a virtual machine leaves and
   * enters the guest. A look that took longer has saved nothing.
   */
  static final long SLEEP = 10_000;

  /** Among waits that do not end within a look, one in so many has one. */
  static final long WAITS = 64;

  /** What is saved pays for so many looks in vain at most. */
  static final long LOOKS = 8;

  private long saved = LONGEST;

  /** Whether to look before this wait. */
  boolean isWorthIt() {
    if (saved >= LONGEST) return true;
    saved += LONGEST / WAITS + 1;
    return false;
  }

  /** A look took so many nanoseconds until there was something. */
  void found(long nanos) {
    saved = Math.clamp(saved + SLEEP - nanos, 0, LOOKS * LONGEST);
  }

  /** A look was in vain. */
  void missed() {
    saved -= LONGEST;
  }
}
