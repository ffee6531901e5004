package dev.vipc.rule.vrrp;

import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.model.VrrpTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The priorities of a group's members in force, as keepalived computes them (vrrp_track.c): base
 * and weights summed, clamped to 1..254; an owner (255) stays 255, and its weights are dropped.
 */
record Priorities(List<Candidate> candidates) {
  static final int OWNER = 255;
  private static final int HIGHEST = 254;

  /** A member whose numbers are all known. */
  record Candidate(Member member, int base, List<VrrpTracker> trackers) {
    /** While all that it watches is well. */
    int whileWell() {
      return inForce(sumWhileWell());
    }

    /** While one tracker fails and all others are well; its weight is not 0. */
    int whileFailing(VrrpTracker failed) {
      return inForce(sumWhileWell() - failed.whileWell() + failed.whileFailing());
    }

    int sumWhileWell() {
      return base + trackers.stream().mapToInt(VrrpTracker::whileWell).sum();
    }

    String label() {
      return member.label();
    }

    boolean neverPreempts() {
      return member.router().neverPreempts();
    }

    private int inForce(int sum) {
      return base == OWNER ? OWNER : Math.clamp(sum, 1, HIGHEST);
    }
  }

  /**
   * Absent where a number is unknown, another file may add some, or the rules of sync groups and of
   * reversed weights apply.
   */
  static Optional<Priorities> of(VrrpGroup group) {
    List<Candidate> candidates = new ArrayList<>();
    for (Member member : group.members()) {
      Optional<Integer> base = member.router().basePriority();
      List<VrrpTracker> trackers = VrrpTracker.of(member);
      boolean plain =
          member.daemon().includes().isEmpty()
              && member.syncGroup().isEmpty()
              && trackers.stream().allMatch(Priorities::isPlain);
      if (base.isEmpty() || !plain) return Optional.empty();
      candidates.add(new Candidate(member, base.get(), trackers));
    }
    return Optional.of(new Priorities(candidates));
  }

  private static boolean isPlain(VrrpTracker tracker) {
    boolean counts = tracker.track().kind() == Track.Kind.FILE;
    return tracker.weight().isPresent()
        && !tracker.reverse()
        && (!counts || tracker.weight().get() == 0);
  }

  /**
   * Those who can hold the address while everything is well: the highest, and below them each whom
   * all higher ones leave alone ({@code nopreempt}). Equal ones stay as they are.
   */
  List<Candidate> holders() {
    return candidates.stream()
        .filter(holder -> takers(holder, holder.whileWell()).isEmpty())
        .toList();
  }

  /** The others that take the address from a holder who advertises this priority. */
  List<Candidate> takers(Candidate holder, int advertised) {
    return others(holder).stream()
        .filter(other -> !other.neverPreempts() && other.whileWell() > advertised)
        .toList();
  }

  List<Candidate> others(Candidate holder) {
    return candidates.stream().filter(other -> other != holder).toList();
  }
}
