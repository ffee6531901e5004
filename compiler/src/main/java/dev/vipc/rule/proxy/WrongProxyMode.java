package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Routes;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import java.util.List;

/** HX006: modes that do not fit each other, or do not fit an API server. */
@AutoService(Rule.class)
public final class WrongProxyMode implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX006",
          "wrong-proxy-mode",
          ERROR,
          """
          A frontend and its backend differ in mode, or the API server's TLS goes through HTTP mode.

          HAProxy refuses an HTTP frontend that leads to a TCP backend. It accepts a TCP frontend that
          leads to an HTTP backend, and then takes the client's bytes as an HTTP request: TLS hellos of
          `kubectl` and the kubelets get status 400. The same happens in an HTTP frontend whose `bind`
          does not end TLS itself. A section without `mode` has that of its `defaults`, and TCP without
          one (configuration manual, `mode`).

          Write `mode tcp` in the frontend and in the backend of the API servers, so that TLS and client
          certificates pass through.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(ProxyDaemon.class)
        .filter(daemon -> daemon.engine().isLikeHaproxy())
        .forEach(daemon -> refused(daemon, out));
    for (ApiServerBackend api : ApiServerProxies.in(deployment))
      if (api.daemon().engine().isLikeHaproxy()) unreadable(api, out);
  }

  private static void refused(ProxyDaemon daemon, Reporter out) {
    List<Proxy> http = daemon.proxies().stream().filter(Proxy::isHttp).toList();
    if (http.isEmpty()) return;
    Routes routes = new Routes(daemon);
    for (Proxy frontend : http) {
      for (Proxy backend : routes.backendsOf(frontend))
        if (backend.isTcp()) out.report(refused(frontend, backend));
    }
  }

  private static Diagnostic refused(Proxy frontend, Proxy backend) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                backend.name().span(),
                "%s is in TCP mode, but `%s` leads to it in HTTP mode; HAProxy refuses that"
                    .formatted(ApiServerProxies.label(backend), frontend.name().value()))
            .help("write the same `mode` in both sections");
    return frontend.mode().span().map(at -> finding.also(at, "HTTP mode")).orElse(finding);
  }

  private static void unreadable(ApiServerBackend api, Reporter out) {
    for (Proxy frontend : api.frontends()) {
      if (frontend.isHttp() && frontend.listeners().stream().noneMatch(Listener::tls))
        out.report(unreadable(frontend, frontend));
      else if (frontend.isTcp() && api.backend().isHttp())
        out.report(unreadable(api.backend(), frontend));
    }
  }

  private static Diagnostic unreadable(Proxy wrong, Proxy frontend) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                wrong.name().span(),
                "%s reads the API server's TLS as HTTP: every client gets status 400"
                    .formatted(ApiServerProxies.label(wrong)))
            .help("write `mode tcp` in the frontend and in the backend");
    Diagnostic placed =
        wrong.mode().span().map(at -> finding.also(at, "HTTP mode")).orElse(finding);
    return wrong == frontend ? placed : placed.also(frontend.name().span(), "passes TLS on");
  }
}
