package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.InitialState;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Comparator;
import java.util.List;

/** A {@code state MASTER} on a node that does not win the election. */
@AutoService(Rule.class)
public final class MisleadingMasterState implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA006",
              "misleading-master-state",
              Severity.WARNING,
              """
              A node says `state MASTER` although another node wins the election.

              `state` does not decide who holds the address; the priority does. Below priority 255 a
              keepalived that begins as MASTER waits as long as one that begins as BACKUP (measured:
              first advertisement after 3.6 s in both). What `state MASTER` does do is to switch
              `nopreempt` off, and to make the priority 255 where none is written. So two nodes that
              say MASTER, or one that says so with the lower priority, tell the reader something that
              will not happen.

              Write `state MASTER` on the node with the highest priority only, or `state BACKUP` on
              every node.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment)) check(group, out);
  }

  private static void check(VrrpGroup group, Reporter out) {
    List<Member> known =
        group.members().stream().filter(m -> m.router().basePriority().isPresent()).toList();
    if (known.size() < 2 || known.size() < group.members().size()) return;
    Member winner =
        known.stream()
            .max(
                Comparator.comparingInt(MisleadingMasterState::priority)
                    .thenComparing(member -> saysMaster(member.router()))
                    .thenComparing(known::indexOf, Comparator.reverseOrder()))
            .orElseThrow();
    for (Member member : known)
      if (member != winner && saysMaster(member.router())) out.report(finding(member, winner));
  }

  private static Diagnostic finding(Member member, Member winner) {
    Span state = member.router().state().span().orElse(member.router().name().span());
    Diagnostic finding =
        priority(member) == priority(winner)
            ? Diagnostic.of(
                    META,
                    state,
                    "`%s` says MASTER, and so does `%s`".formatted(member.label(), winner.label()))
                .also(
                    winner.router().state().span().orElse(winner.router().name().span()),
                    "`%s` says MASTER here".formatted(winner.label()))
            : Diagnostic.of(
                    META,
                    state,
                    "`%s` says MASTER, but `%s` has the higher priority, %d over %d"
                        .formatted(
                            member.label(), winner.label(), priority(winner), priority(member)))
                .also(
                    winner.router().prioritySpan(),
                    "`%s` has %d".formatted(winner.label(), priority(winner)));
    finding = finding.help("write `state BACKUP`: the priority decides who holds the address");
    boolean harmless =
        !member.router().priority().isUnset() && !member.router().noPreempt().is(true);
    return harmless
        ? finding.fix(Fix.replace(state, "BACKUP", "begin as BACKUP, as keepalived does anyway"))
        : finding;
  }

  private static boolean saysMaster(VirtualRouter router) {
    return router.state().is(InitialState.MASTER);
  }

  private static int priority(Member member) {
    return member.router().basePriority().orElseThrow();
  }
}
