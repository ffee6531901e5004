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
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** A {@code nopreempt} that keepalived drops. */
@AutoService(Rule.class)
public final class NoPreemptWithMaster implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA007",
              "nopreempt-with-master",
              Severity.ERROR,
              """
              A `nopreempt` stands beside `state MASTER` or priority 255, where keepalived drops it.

              keepalived reports "nopreempt is incompatible with state MASTER" and goes on without it;
              `keepalived -t` exits with status 5 (measured with 2.2.7 and 2.4.3). The node then takes
              the address back as soon as it returns, which is the second interruption that
              `nopreempt` was written to avoid.

              Write `state BACKUP` on every node that has `nopreempt`; the priority still decides who
              begins. A priority of 255 means the owner of the address, which always takes it.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(VrrpDaemon.class)
        .flatMap(daemon -> daemon.routers().stream())
        .filter(router -> router.noPreempt().is(true))
        .forEach(router -> finding(router).ifPresent(out::report));
  }

  private static Optional<Diagnostic> finding(VirtualRouter router) {
    Span place = router.noPreempt().span().orElseThrow();
    if (router.state().is(InitialState.MASTER)) {
      Span state = router.state().span().orElseThrow();
      return Optional.of(
          Diagnostic.of(META, place, "`nopreempt` has no effect with `state MASTER`")
              .also(state, "it begins as MASTER here")
              .help("write `state BACKUP`; the priority decides who begins with the address")
              .fix(
                  new Fix(
                      "begin as BACKUP, so that nopreempt counts",
                      false,
                      List.of(new Fix.Edit(state, "BACKUP")))));
    }
    if (!router.basePriority().equals(Optional.of(255))) return Optional.empty();
    return Optional.of(
        Diagnostic.of(META, place, "`nopreempt` has no effect with priority 255")
            .also(router.prioritySpan(), "255 means the owner of the address")
            .help("write a priority of at most 254"));
  }
}
