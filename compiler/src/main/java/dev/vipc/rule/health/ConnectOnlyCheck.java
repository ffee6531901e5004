package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Server;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** HX005: API servers that are checked by a TCP connection alone, or not at all. */
@AutoService(Rule.class)
public final class ConnectOnlyCheck implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX005",
              "connect-only-check",
              WARNING,
              """
              API servers are checked by opening a connection, or not at all.

              `check` alone, and `option tcp-check` without an `expect` step, ask whether the port accepts
              a connection. An API server that has lost its etcd, that hangs, or that is shutting down
              still accepts, so it keeps its share of the clients; each of them sees errors although
              healthy servers are there. `/readyz` answers 200 only when the API server can serve; it may
              be asked without a login on any kubeadm cluster.

              A backend of one server is silent: there is nowhere else to go.

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
      if (api.daemon().engine().isLikeHaproxy()) check(api.backend(), curing);
  }

  private static void check(Proxy backend, Reporter out) {
    List<Server> used = backend.servers().stream().filter(server -> !server.disabled()).toList();
    if (used.stream().mapToInt(Server::count).sum() < 2) return;
    List<Server> checked =
        used.stream().filter(Server::checked).filter(s -> !s.checkedElsewhere()).toList();
    if (used.stream().noneMatch(Server::checked)) out.report(unchecked(backend, used.getFirst()));
    else if (!checked.isEmpty() && connectsOnly(backend.check()))
      out.report(weak(backend, checked.getFirst()));
  }

  private static boolean connectsOnly(Optional<CheckMethod> method) {
    return method.map(m -> m.kind() == CheckMethod.Kind.CONNECT).orElse(true);
  }

  private static Diagnostic unchecked(Proxy backend, Server first) {
    return withCure(
        Diagnostic.of(
            META,
            first.span(),
            "no server of %s has a health check: a dead API server keeps its share of the clients"
                .formatted(ApiServerProxies.label(backend))),
        backend);
  }

  private static Diagnostic weak(Proxy backend, Server first) {
    Optional<CheckMethod> method = backend.check();
    Span place = method.map(CheckMethod::span).orElse(first.span());
    Diagnostic finding =
        Diagnostic.of(
            META,
            place,
            "the check of %s only opens a connection: an API server that is not ready passes"
                .formatted(ApiServerProxies.label(backend)));
    return withCure(
        method.isPresent() ? finding.also(first.span(), "the first server checked so") : finding,
        backend);
  }

  private static Diagnostic withCure(Diagnostic finding, Proxy backend) {
    Diagnostic helped =
        finding.help(
            "write `%s` and `%s` above the servers, and `check check-ssl verify none` on each"
                .formatted(CheckFixes.HTTP_CHECK, CheckFixes.EXPECT));
    return helped.fix(CheckFixes.readyz(backend));
  }
}
