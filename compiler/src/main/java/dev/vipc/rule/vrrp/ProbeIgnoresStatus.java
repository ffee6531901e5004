package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.CheckScript.Probe;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;

/** A curl that is content with an error page. */
@AutoService(Rule.class)
public final class ProbeIgnoresStatus implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA017",
              "probe-ignores-http-status",
              Severity.ERROR,
              """
              A check script calls curl without looking at the HTTP status.

              Without `-f` curl exits with 0 for every answer, also for 500 and 503 (curl(1), FAIL). An
              API server that has lost its etcd answers 500 on /readyz, and a proxy without a server
              answers 503: the script succeeds, and the address stays. The upstream example that this
              is copied from was corrected in the same way.

              Write `curl -f` (`--fail`), together with a path that is answered without a login, such
              as /readyz: on the path / the API server answers 403 even when it is well.

              Not reported where the script reads the status (`-w '%{http_code}'`) or the answer.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(CheckScript.class)
        .flatMap(script -> script.probes().stream())
        .filter(probe -> !probe.failsOnHttpError())
        .forEach(probe -> out.report(finding(probe)));
  }

  private static Diagnostic finding(Probe probe) {
    Span command = probe.command().span();
    boolean healthy = HealthPath.isOne(probe);
    return Diagnostic.of(META, command, "`curl` without `-f` succeeds whatever the HTTP status is")
        .also(probe.url().span(), "any answer from here counts as success")
        .help("write `curl --fail`, on a path such as /readyz that is answered without a login")
        .fix(
            new Fix(
                "let it fail on an HTTP error",
                healthy,
                List.of(new Fix.Edit(command, command.text() + " --fail"))));
  }
}
