package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.Optional;

/** Nodes that share the highest priority. */
@AutoService(Rule.class)
public final class EqualPriorities implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA004",
          "equal-priorities",
          Severity.WARNING,
          """
          Several nodes share the highest priority of a virtual router.

          Which of them begins with the address is then decided by the numerically higher source
          address (RFC 9568, section 6.4.3; measured: 10.0.0.2 wins over 10.0.0.1), which nobody
          chose and which changes when a machine gets another address. Both wait equally long, so
          after the loss of a holder two of them may announce the address for a moment. Equal
          priorities below the highest are not reported: they do not decide who holds the address
          while all are well.

          Give every node a priority of its own. Where a tracked script has a weight, keep the
          distances smaller than it, or the weight no longer moves the address (KA003).
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment)) check(group, out);
  }

  private static void check(VrrpGroup group, Reporter out) {
    Optional<Integer> highest =
        group.members().stream()
            .flatMap(m -> m.router().basePriority().stream())
            .max(Integer::compare);
    if (highest.isEmpty()) return;
    List<Member> sharing =
        group.members().stream().filter(m -> m.router().basePriority().equals(highest)).toList();
    if (sharing.size() < 2) return;
    Member first = sharing.getFirst();
    Member second = sharing.get(1);
    Diagnostic finding =
        Diagnostic.of(
                META,
                second.router().prioritySpan(),
                "`%s` has the same priority as `%s`, %d: the higher source address decides who holds the address"
                    .formatted(second.label(), first.label(), highest.get()))
            .also(
                first.router().prioritySpan(),
                "`%s` has %d".formatted(first.label(), highest.get()))
            .help("give every node a priority of its own");
    for (Member other : sharing.subList(2, sharing.size()))
      finding = finding.also(other.router().prioritySpan(), "`%s` too".formatted(other.label()));
    out.report(finding);
  }
}
