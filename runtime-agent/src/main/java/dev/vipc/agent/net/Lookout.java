package dev.vipc.agent.net;

/**
 * Whether a thread that waits for something looks for it for a while before it sleeps. To sleep and
 * to be woken costs the thread, the one that wakes it and whoever waits for both more than a short
 * look; but a look in vain costs its whole length, and keeps a processor from what may be waited
 * for. So looks live on what they save: what they cost in vain is paid back by those that found
 * something, or else little by little by the waits in between.
 */
final class Lookout {
  /** The longest look, in nanoseconds. */
  static final long LONGEST = 20_000;

  /**
   * What a look that finds something saves, less its own length: two switches and an interrupt of
   * another processor, which a virtual machine leaves and enters for both.
   */
  static final long SLEEP = 20_000;

  /** Paid back with each wait without a look: one look in vain for so many at most. */
  static final long WAITS = 64;

  /** So many looks in vain end what any number of others has saved. */
  static final long LOOKS = 8;

  private long saved;

  /** Whether to look before this wait. */
  boolean isWorthIt() {
    if (saved >= 0) return true;
    saved += LONGEST / WAITS;
    return false;
  }

  /** A look took so many nanoseconds until there was something. */
  void found(long nanos) {
    saved = Math.min(LOOKS * LONGEST, saved + SLEEP - nanos);
  }

  /** A look took so many nanoseconds in vain. */
  void missed(long nanos) {
    saved -= nanos;
  }
}
