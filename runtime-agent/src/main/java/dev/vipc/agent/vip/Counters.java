package dev.vipc.agent.vip;

import dev.vipc.agent.vrrp.Reception;
import java.util.Arrays;
import java.util.List;

/** How many packets were dropped, by reason. */
final class Counters {
  private static final Reception[] REASONS = Reception.values();

  private final long[] counts = new long[REASONS.length];
  private long changes;

  /** The names of the reasons, in the order of {@link #of}; none for what was not dropped. */
  static List<String> names() {
    return Arrays.stream(REASONS)
        .map(reason -> reason == Reception.ACCEPTED ? "" : reason.word())
        .toList();
  }

  static int reasons() {
    return REASONS.length;
  }

  /** Takes over what a predecessor counted. */
  void continueFrom(Counters before) {
    for (int i = 0; i < counts.length; i++) counts[i] += before.counts[i];
    changes++;
  }

  void count(Reception reason) {
    counts[reason.ordinal()]++;
    changes++;
  }

  long of(int reason) {
    return counts[reason];
  }

  /** Grows with every packet. */
  long changes() {
    return changes;
  }
}
