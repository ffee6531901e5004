package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;

/** HX004: a health check by an SSLv3 hello. */
@AutoService(Rule.class)
public final class SslHelloCheck implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX004",
              "ssl-hello-check",
              WARNING,
              """
              The servers of an API server's backend are checked with `option ssl-hello-chk`.

              The check sends an SSLv3 hello and takes the first byte of a TLS record as success, an alert
              that refuses SSLv3 included (tcpcheck.c of HAProxy; measured with OpenSSL 3). It proves that
              something on the port speaks TLS, no more: an API server that has lost its etcd, or is still
              starting, passes.

              Write `option httpchk GET /readyz` and `http-check expect status 200`, with
              `check check-ssl verify none` on the server lines.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Reporter curing = CheckFixes.whereTlsWorks(out);
    for (var api : ApiServerProxies.in(deployment))
      api.backend()
          .check()
          .filter(method -> method.kind() == CheckMethod.Kind.TLS_HELLO)
          .ifPresent(method -> curing.report(finding(api.backend(), method)));
  }

  private static Diagnostic finding(Proxy backend, CheckMethod method) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                method.span(),
                "`option ssl-hello-chk` proves only that something speaks TLS; an API server that is not"
                    + " ready passes")
            .help(
                "write `%s` and `%s`, and `check check-ssl verify none` on each server line"
                    .formatted(CheckFixes.HTTP_CHECK, CheckFixes.EXPECT));
    return finding.fix(fix(backend, method));
  }

  /** An earlier HTTP check of the section comes back into force when this line goes. */
  private static Fix fix(Proxy backend, CheckMethod method) {
    boolean httpAbove =
        !method.inherited()
            && backend.checks().stream()
                .anyMatch(other -> other.kind() == CheckMethod.Kind.HTTP && !other.inherited());
    return httpAbove ? CheckFixes.withoutLine(backend, method.span()) : CheckFixes.readyz(backend);
  }
}
