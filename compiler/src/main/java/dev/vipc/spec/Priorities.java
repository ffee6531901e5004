package dev.vipc.spec;

import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Default priorities: distinct, and so close that one failed check outweighs their distance. */
final class Priorities {
  static final int LOWEST = 100;
  private static final int WIDEST_STEP = 10;
  private static final int HIGHEST = 254;

  private Priorities() {}

  /**
   * One for each holder, the preferred one first. With a weight that does not mean fault, the whole
   * distance from first to last stays below it, so that a holder whose check fails falls behind
   * every other.
   */
  static List<Chosen<Integer>> byOrder(int holders, List<Track> tracks, Span anchor) {
    int step = step(holders, tracks);
    List<Chosen<Integer>> priorities = new ArrayList<>();
    for (int place = 0; place < holders; place++) {
      int priority = Math.min(HIGHEST, LOWEST + step * (holders - 1 - place));
      priorities.add(
          Chosen.assumed(priority, anchor, "holder %d of %d".formatted(place + 1, holders)));
    }
    return priorities;
  }

  private static int step(int holders, List<Track> tracks) {
    if (holders < 2) return WIDEST_STEP;
    int gaps = holders - 1;
    int widest = Math.min(WIDEST_STEP, (HIGHEST - LOWEST) / gaps);
    int smallest =
        tracks.stream()
            .map(track -> track.weight().value())
            .mapToInt(
                weight ->
                    switch (weight) {
                      case Track.Weight.Fault _ -> Integer.MAX_VALUE;
                      case Track.Weight.Points(var points) -> Math.abs(points);
                    })
            .min()
            .orElse(Integer.MAX_VALUE);
    return Math.max(1, Math.min(widest, (smallest - 1) / gaps));
  }
}
