package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Server;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import java.util.Optional;

/** HX002: an HTTP health check without TLS on servers that speak TLS. */
@AutoService(Rule.class)
public final class PlainHttpCheckOnTls implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX002",
              "plain-http-check-on-tls",
              ERROR,
              """
              The HTTP health check of a backend of API servers does not speak TLS.

              `option httpchk` sends its request as plain text unless the server line says `check-ssl`
              (or `ssl`), or `http-check connect ssl` stands above the other steps. An API server answers
              plain text with status 400, so every server is taken as down and the proxy closes each
              connection (measured with HAProxy 2.6.12).

              A later `option` of another check replaces the HTTP check; then the servers stay up, but
              the status that the file asks for is never looked at. That is a warning: who removes only
              the later line takes every server down.

              Write `check check-ssl verify none` on each server line, or once as `default-server`
              above them.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Reporter curing = CheckFixes.whereTlsWorks(out);
    for (var api : ApiServerProxies.in(deployment)) check(api.backend(), curing);
  }

  private static void check(Proxy backend, Reporter out) {
    Optional<Server> plain =
        backend.servers().stream()
            .filter(s -> s.checked() && !s.checkTls() && !s.checkedElsewhere())
            .findFirst();
    if (plain.isEmpty()) return;
    for (CheckMethod method : backend.checks())
      if (method.kind() == CheckMethod.Kind.HTTP && !method.connects())
        report(backend, method, plain.get(), out);
  }

  private static void report(Proxy backend, CheckMethod method, Server plain, Reporter out) {
    CheckMethod inForce = backend.check().orElse(method);
    if (inForce == method) out.report(down(backend, method, plain));
    // overriding the check of a defaults section, or repeating a check, is another matter
    else if (!method.inherited() && inForce.kind() != CheckMethod.Kind.HTTP)
      out.report(dead(method, inForce, plain));
  }

  private static Diagnostic down(Proxy backend, CheckMethod method, Server plain) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                method.span(),
                "the health check asks the API servers of %s in plain HTTP; they answer 400 and are taken as down"
                    .formatted(ApiServerProxies.label(backend)))
            .also(plain.span(), "its check does not speak TLS")
            .help("write `check check-ssl verify none` on each server line");
    return finding.fix(new Fix("let the checks speak TLS", false, CheckFixes.overTls(backend)));
  }

  private static Diagnostic dead(CheckMethod method, CheckMethod inForce, Server plain) {
    return Diagnostic.of(
            META,
            method.span(),
            "this check would ask the API servers in plain HTTP; the status test is dead because a"
                + " later check replaces it, and removing only that one would take every server down")
        .as(WARNING)
        .also(inForce.span(), "the check in force")
        .also(plain.span(), "its check does not speak TLS")
        .help("remove the later check and write `check check-ssl verify none` on each server line");
  }
}
