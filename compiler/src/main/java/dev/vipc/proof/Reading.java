package dev.vipc.proof;

import java.util.List;

/**
 * What a tracked check says under some faults.
 *
 * @param well whether it succeeds
 * @param notice from the fault until keepalived believes the failure; none where it succeeds
 * @param why what makes it fail, or why it does not
 * @param assumptions what had to be assumed to say so
 */
record Reading(boolean well, Bounds notice, String why, List<String> assumptions) {
  static Reading well(String why) {
    return new Reading(true, Bounds.NONE, why, List.of());
  }

  static Reading assumedWell(String assumption) {
    return new Reading(true, Bounds.NONE, assumption, List.of(assumption));
  }

  /**
   * @param run how long one failing run takes, in seconds: at the least and at the most
   */
  static Reading failing(Bounds run, String why) {
    return new Reading(false, run, why, List.of());
  }
}
