package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;
import java.util.List;

/** HX003: a health check that a later line of the same section replaces. */
@AutoService(Rule.class)
public final class SeveralCheckers implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX003",
          "several-checkers",
          ERROR,
          """
          One section selects several health checks; only the last one runs.

          The `option` lines that select a health check exclude each other, and HAProxy takes the last
          without a word (measured with 2.6.12: after `option httpchk`, `option ssl-hello-chk` replaces
          the test of the status; `http-check` lines are then ignored as well). It is an error where the
          check that is lost looks at an answer and the one in force does not, else a warning.

          Keep the one that tests most: for an API server `option httpchk GET /readyz` with `check-ssl`
          on the server lines. A section that overrides the check of its `defaults` is no finding.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(ProxyDaemon.class)
        .flatMap(daemon -> daemon.proxies().stream())
        .forEach(proxy -> check(proxy, out));
  }

  private static void check(Proxy proxy, Reporter out) {
    if (proxy.checks().size() < 2) return;
    List<CheckMethod> own = proxy.checks().stream().filter(m -> !m.inherited()).toList();
    for (CheckMethod method : own)
      if (method != own.getLast()) out.report(finding(method, own.getLast()));
  }

  private static Diagnostic finding(CheckMethod lost, CheckMethod inForce) {
    boolean worse = readsAnAnswer(lost) && !readsAnAnswer(inForce);
    Severity grade = worse ? ERROR : WARNING;
    return Diagnostic.of(
            META,
            lost.span(),
            "`%s` has no effect: a later line selects another health check"
                .formatted(lost.span().text()))
        .as(grade)
        .also(inForce.span(), "only this one runs")
        .help("keep one of the two");
  }

  private static boolean readsAnAnswer(CheckMethod method) {
    return switch (method.kind()) {
      case HTTP, TCP_SCRIPT, OTHER -> true;
      case CONNECT, TLS_HELLO -> false;
    };
  }
}
