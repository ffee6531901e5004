package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpTracker;
import dev.vipc.rule.Rule;
import dev.vipc.rule.vrrp.Priorities.Candidate;

/** Weights that run against the end of the priorities. */
@AutoService(Rule.class)
public final class PrioritySum implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA005",
          "priority-sum-out-of-range",
          Severity.WARNING,
          """
          A priority and its weights sum up to more than 254 or less than 1.

          keepalived keeps the sum in 1..254, since 255 belongs to the owner of the address and 0 is
          how a node gives it up (vrrp_track.c). Nodes whose sums are cut to the same number are
          equal, and what the priorities were meant to order is then decided by the higher source
          address.

          Write priorities that leave room for the weights, such as 100 with weights of 20.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      Priorities.of(group).ifPresent(known -> known.candidates().forEach(one -> check(one, out)));
  }

  private static void check(Candidate candidate, Reporter out) {
    if (candidate.base() == Priorities.OWNER) return;
    int most = candidate.sumWhileWell();
    int least =
        candidate.base() + candidate.trackers().stream().mapToInt(VrrpTracker::whileFailing).sum();
    if (most > 254) report(candidate, most, "cuts it to 254", out);
    if (least < 1) report(candidate, least, "raises it to 1", out);
  }

  private static void report(Candidate candidate, int sum, String does, Reporter out) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                candidate.member().router().prioritySpan(),
                "priority %d with its weights can be %d, and keepalived %s"
                    .formatted(candidate.base(), sum, does))
            .help("choose priorities and weights whose sums stay in 1..254");
    for (VrrpTracker tracker : candidate.trackers())
      if (tracker.weight().orElse(0) != 0)
        finding =
            finding.also(
                tracker.place(), "weight of `%s`".formatted(tracker.track().name().value()));
    out.report(finding);
  }
}
