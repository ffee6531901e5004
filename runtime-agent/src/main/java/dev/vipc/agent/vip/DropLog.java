package dev.vipc.agent.vip;

import dev.vipc.agent.vrrp.Reception;
import java.util.Arrays;

/**
 * When to tell of packets that were dropped: of the first for each reason, and then of one a
 * minute. No call allocates.
 */
final class DropLog {
  private static final long PAUSE = 60_000_000_000L;

  private final long[] againAt = new long[Reception.values().length];

  DropLog() {
    Arrays.fill(againAt, Long.MIN_VALUE);
  }

  /** Whether to tell of this one; a router that does not listen yet is nothing to tell of. */
  boolean isDue(Reception why, long now) {
    if (why == Reception.NOT_LISTENING || now < againAt[why.ordinal()]) return false;
    againAt[why.ordinal()] = now + PAUSE;
    return true;
  }
}
