package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpTracker;
import dev.vipc.rule.Rule;
import dev.vipc.rule.vrrp.Priorities.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A failing check that does not move the address. */
@AutoService(Rule.class)
public final class WeightTooSmall implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA003",
              "weight-too-small-to-fail-over",
              Severity.ERROR,
              """
              A tracked script can fail on the holder without any other node taking the address.

              A weight only changes the priority: a positive one is added while the script succeeds, a
              negative one is subtracted while it fails, and the sum is kept in 1..254. Another node
              takes the address when its own sum is higher; equal is not enough, since a backup obeys
              an advertisement of its own priority. And a backup with `nopreempt` never takes the
              address from a holder that still advertises, whatever the sums are (measured: a holder
              fell from 110 to 80, its peer at 100 had `nopreempt`, the address stayed). So the script
              fails, the log says so, and the address stays with the dead service.

              The rule takes each node that can hold the address while all is well, lets one script at
              a time fail there, and compares with all other nodes. A script without a weight, or with
              weight 0, makes the node give the address up, and always moves it; so does none of this
              for an owner (priority 255), whose weights keepalived drops.

              Write a weight larger than the distance between the highest and the lowest priority, or
              none at all; and `nopreempt` only where no tracked script has a weight.
              """)
          .withFix();

  /** The largest weight that keepalived takes for a script. */
  private static final int LARGEST = 253;

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      if (group.members().size() > 1 && group.vrids().size() == 1)
        Priorities.of(group).ifPresent(priorities -> check(priorities, out));
  }

  private static void check(Priorities priorities, Reporter out) {
    for (Candidate holder : priorities.holders())
      for (VrrpTracker tracker : holder.trackers())
        if (isCheck(tracker) && tracker.weight().orElse(0) != 0) {
          int fallen = holder.whileFailing(tracker);
          if (priorities.takers(holder, fallen).isEmpty())
            out.report(finding(priorities, holder, tracker, fallen));
        }
  }

  private static boolean isCheck(VrrpTracker tracker) {
    Track.Kind kind = tracker.track().kind();
    return kind == Track.Kind.SCRIPT || kind == Track.Kind.PROCESS;
  }

  private static Diagnostic finding(
      Priorities priorities, Candidate holder, VrrpTracker tracker, int fallen) {
    List<Candidate> others = priorities.others(holder);
    Candidate best =
        others.stream().max(Comparator.comparingInt(Candidate::whileWell)).orElseThrow();
    Diagnostic finding =
        Diagnostic.of(META, tracker.place(), message(holder, tracker, fallen, best));
    for (Candidate other : others)
      finding = finding.also(other.member().router().prioritySpan(), sum(other));
    if (fallen < best.whileWell())
      return finding
          .also(
              best.member().router().noPreempt().span().orElseThrow(),
              "it never takes the address from a living holder")
          .help("remove the weight, so that a failure gives the address away, or the nopreempt");
    if (holder.base() == Priorities.OWNER)
      return finding.help("write a priority of at most 254, or no weight");
    Optional<Integer> enough = enough(priorities, tracker);
    finding = finding.help(help(tracker, enough));
    return enough.isPresent() ? finding.fix(fix(priorities, tracker, enough.get())) : finding;
  }

  private static String message(Candidate holder, VrrpTracker tracker, int fallen, Candidate best) {
    String name = tracker.track().name().value();
    if (holder.base() == Priorities.OWNER)
      return "when `%s` fails, `%s` keeps the address: keepalived drops the weights of an owner (priority 255)"
          .formatted(name, holder.label());
    String falls =
        "when `%s` fails, holder `%s` falls from %d to %d"
            .formatted(name, holder.label(), holder.whileWell(), fallen);
    return fallen < best.whileWell()
        ? "%s, below the %d of `%s`, which has nopreempt: the address stays"
            .formatted(falls, best.whileWell(), best.label())
        : "%s, and the best other, `%s`, has %d: the address stays"
            .formatted(falls, best.label(), best.whileWell());
  }

  private static String sum(Candidate other) {
    int more = other.sumWhileWell() - other.base();
    return more == 0
        ? "`%s` has %d".formatted(other.label(), other.whileWell())
        : "`%s` has %d + %d = %d"
            .formatted(other.label(), other.base(), more, other.sumWhileWell());
  }

  /**
   * The smallest size of weight with which any other node takes the address from any holder; absent
   * where no weight within the limits does, or the sums of several trackers mingle.
   */
  private static Optional<Integer> enough(Priorities priorities, VrrpTracker tracker) {
    List<Candidate> all = priorities.candidates();
    if (all.stream().anyMatch(one -> one.trackers().size() != 1 || one.neverPreempts()))
      return Optional.empty();
    int highest = all.stream().mapToInt(Candidate::base).max().orElseThrow();
    int lowest = all.stream().mapToInt(Candidate::base).min().orElseThrow();
    int size = highest - lowest + 1;
    boolean fits =
        size <= LARGEST
            && (tracker.weight().orElse(0) > 0 ? highest + size <= 254 : highest - size >= 1);
    return fits ? Optional.of(size) : Optional.empty();
  }

  private static String help(VrrpTracker tracker, Optional<Integer> enough) {
    String none = "or no weight, so that a failure gives the address away";
    return enough
        .map(size -> "write `weight %d` on every node, %s".formatted(signed(tracker, size), none))
        .orElse("write a larger weight on every node, " + none);
  }

  /** The weight of every member's tracker of that name, so that the nodes stay alike. */
  private static Fix fix(Priorities priorities, VrrpTracker tracker, int size) {
    List<Fix.Edit> edits =
        priorities.candidates().stream()
            .flatMap(candidate -> candidate.trackers().stream())
            .filter(other -> other.track().name().value().equals(tracker.track().name().value()))
            .filter(other -> other.weight().orElse(0) != 0)
            .map(VrrpTracker::place)
            .distinct()
            .map(place -> new Fix.Edit(place, Integer.toString(signed(tracker, size))))
            .toList();
    return new Fix("make the weight larger than the distance of the priorities", false, edits);
  }

  private static int signed(VrrpTracker tracker, int size) {
    return tracker.weight().orElse(0) > 0 ? size : -size;
  }
}
