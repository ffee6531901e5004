package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.Optional;

/** Nodes that advertise in different rhythms. */
@AutoService(Rule.class)
public final class DifferentAdvertInterval implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA010",
              "advertisement-interval-differs",
              Severity.ERROR,
              """
              The nodes of one virtual router have different advertisement intervals.

              In VRRP version 2 an advertisement whose interval is not the receiver's own is dropped
              (RFC 3768, section 7.1; measured with keepalived 2.2.7 and 2.4.3: with 1 s and 2 s both
              nodes hold the address from the start). In version 3 a backup learns the interval from
              the holder; there this rule is silent.

              Write the same `advert_int` on every node; without one it is 1 second.
              """)
          .withFix();
  private static final Duration STANDARD = Duration.ofSeconds(1);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Disagreement.reportInVersion2(
        deployment, DifferentAdvertInterval::interval, DifferentAdvertInterval::finding, out);
  }

  private static Optional<Duration> interval(Member member) {
    return member.router().advertisementInterval().orDefault(STANDARD);
  }

  private static Diagnostic finding(Member odd, Member most) {
    String wanted = Seconds.of(interval(most).orElseThrow());
    Diagnostic finding =
        Diagnostic.of(
                META,
                place(odd.router()),
                "`%s` advertises every %s s, but `%s` every %s s: both would hold the address"
                    .formatted(
                        odd.label(), Seconds.of(interval(odd).orElseThrow()), most.label(), wanted))
            .also(place(most.router()), "every %s s on `%s`".formatted(wanted, most.label()))
            .help("write `advert_int %s` on every node".formatted(wanted));
    return odd.router()
        .advertisementInterval()
        .span()
        .map(span -> finding.fix(Fix.replace(span, wanted, "advertise as the other nodes do")))
        .orElse(finding);
  }

  private static Span place(VirtualRouter router) {
    return router.advertisementInterval().span().orElse(router.name().span());
  }
}
