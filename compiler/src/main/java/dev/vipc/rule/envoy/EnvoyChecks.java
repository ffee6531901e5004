package dev.vipc.rule.envoy;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.EnvoyFile;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon.Engine;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;

/** EV003: limits and checks of Envoy that do not fit an API server. */
@AutoService(Rule.class)
public final class EnvoyChecks implements Rule {
  private static final Duration PING = Duration.ofSeconds(35);
  private static final Duration SESSION = Duration.ofMinutes(15);
  private static final RuleMeta META =
      new RuleMeta(
              "EV003",
              "envoy-limits-or-checks-unfit",
              WARNING,
              """
              Envoy cuts idle connections to the API servers, or does not check whether they are ready.

              `idle_timeout` of the TCP proxy is a limit of silence, one hour by default and none with `0s`. client-go pings \
              an idle connection every 30 s, so a limit below 35 s cuts healthy watches, an error; below 15 minutes silent \
              `kubectl exec` and `logs -f` end, a warning.

              Without `health_checks` a cluster of several API servers uses each that accepts connections, ready or not; \
              the same holds for a `tcp_health_check`. An `http_health_check` without TLS gets status 400 from an API \
              server, and Envoy, finding no healthy server, uses all of them. Source: Envoy's documentation of the TCP proxy, of health \
              checking and of the panic threshold.

              Write `health_checks` with `http_health_check: {path: /readyz}`, and give the check its TLS with \
              `transport_socket_match_criteria` and `transport_socket_matches`: a `transport_socket` of the cluster would \
              wrap the clients' own TLS once more.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      if (api.daemon().engine() != Engine.ENVOY) continue;
      for (Proxy frontend : api.frontends()) idle(frontend, out);
      deployment
          .all(EnvoyFile.class)
          .flatMap(file -> file.clusters().stream())
          .filter(cluster -> cluster.name().span().equals(api.backend().name().span()))
          .forEach(cluster -> checks(cluster, out));
    }
  }

  private static void idle(Proxy frontend, Reporter out) {
    if (!(frontend.timeouts().tunnel() instanceof Setting.Given<Duration>(var limit, var place)))
      return;
    if (limit.isZero() || limit.compareTo(SESSION) >= 0) return;
    boolean cutsWatches = limit.compareTo(PING) < 0;
    String message =
        cutsWatches
            ? "`idle_timeout: %s` cuts watches of the API server, which are silent for up to 30 s"
            : "`idle_timeout: %s` ends `kubectl exec`, `logs -f` and `port-forward` that are silent so long";
    out.report(
        Diagnostic.of(META, place, message.formatted(place.text()))
            .as(cutsWatches ? ERROR : WARNING)
            .help("write `idle_timeout: 3600s`, or leave it out")
            .fix(new Fix("wait an hour", false, List.of(new Fix.Edit(place, "3600s")))));
  }

  private static void checks(EnvoyFile.Cluster cluster, Reporter out) {
    if (cluster.servers() < 2) return;
    Span name = cluster.name().span();
    if (cluster.checks().isEmpty()) {
      report(
          name,
          "no health check of cluster `%s`: an API server that is not ready keeps its clients"
              .formatted(cluster.name().value()),
          "write `health_checks` with an `http_health_check` of `/readyz` over TLS",
          out);
      return;
    }
    for (EnvoyFile.Check check : cluster.checks())
      switch (check.kind()) {
        case TCP ->
            report(
                check.span(),
                "this check only opens a connection: an API server that is not ready passes",
                "write an `http_health_check` of `/readyz` over TLS",
                out);
        case HTTP -> {
          if (!cluster.tls())
            report(
                check.span(),
                "this check speaks plain HTTP to an API server, which answers 400",
                "give the check TLS by `transport_socket_matches`",
                out);
        }
        case OTHER -> {}
      }
  }

  private static void report(Span place, String message, String help, Reporter out) {
    out.report(Diagnostic.of(META, place, message).help(help));
  }
}
