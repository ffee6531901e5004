package dev.vipc.proof;

import java.util.List;

/**
 * What a tracked check says under some faults.
 *
 * @param well whether it succeeds
 * @param cause from the fault until what it asks answers otherwise: a proxy's own checks come first
 * @param notice from then on until keepalived believes the failure; none where it succeeds
 * @param why what makes it fail, or why it does not
 * @param assumptions what had to be assumed to say so
 */
record Reading(boolean well, Bounds cause, Bounds notice, String why, List<String> assumptions) {
  static Reading well(String why) {
    return new Reading(true, Bounds.NONE, Bounds.NONE, why, List.of());
  }

  static Reading assumedWell(String assumption) {
    return new Reading(true, Bounds.NONE, Bounds.NONE, assumption, List.of(assumption));
  }

  /**
   * @param run how long one failing run takes, in seconds: at the least and at the most
   */
  static Reading failing(Bounds run, String why) {
    return new Reading(false, Bounds.NONE, run, why, List.of());
  }

  /** The same, of something that answers otherwise only after a while. */
  Reading after(Bounds cause) {
    return well ? this : new Reading(false, cause, notice, why, assumptions);
  }
}
