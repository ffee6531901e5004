package dev.vipc.rule.nginx;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon.Engine;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** NX002: limits of time that do not fit an API server. */
@AutoService(Rule.class)
public final class NginxTimeouts implements Rule {
  private static final Duration PING = Duration.ofSeconds(35);
  private static final Duration SESSION = Duration.ofMinutes(10);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final RuleMeta META =
      new RuleMeta(
              "NX002",
              "nginx-timeout-unfit",
              WARNING,
              """
              nginx cuts idle connections to the API servers too early, or waits too long for one that is dead.

              `proxy_timeout` of `stream` is a limit of silence. client-go pings an idle HTTP/2 connection every 30 s, so a \
              limit below 35 s cuts healthy watches of every kubelet and controller: that is an error. Below 10 minutes, which \
              is nginx's default, `kubectl exec`, `attach`, `port-forward` and `logs -f` end while they are silent: a warning.

              `proxy_connect_timeout` is how long a client waits before nginx tries the next server, where a machine is gone \
              and nobody refuses the connection; such a server is asked again each `fail_timeout` (10 s). More than 10 s is a \
              warning; its default of 60 s, where there is another server to try, an information. kubespray and kubeadm-ha \
              use 1 s.

              Write `proxy_timeout 10m` or longer and `proxy_connect_timeout 1s`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      if (api.daemon().engine() != Engine.NGINX || !api.backend().isTcp()) continue;
      frontends(api).forEach(frontend -> check(api, frontend, out));
    }
  }

  private static Stream<Proxy> frontends(ApiServerBackend api) {
    return api.frontends().stream().filter(Proxy::isTcp);
  }

  private static void check(ApiServerBackend api, Proxy frontend, Reporter out) {
    Setting<Duration> idle = frontend.timeouts().tunnel();
    if (idle instanceof Setting.Given<Duration>(var limit, var place)
        && limit.compareTo(SESSION) < 0) idle(limit, place, out);
    connect(api, frontend, out);
  }

  private static void idle(Duration limit, Span place, Reporter out) {
    boolean cutsWatches = limit.compareTo(PING) < 0;
    Severity grade = cutsWatches ? ERROR : WARNING;
    String message =
        cutsWatches
            ? "`proxy_timeout %s` cuts watches of the API server, which are silent for up to 30 s"
            : "`proxy_timeout %s` ends `kubectl exec`, `logs -f` and `port-forward` that are silent so long";
    out.report(
        Diagnostic.of(META, place, message.formatted(place.text()))
            .as(grade)
            .help("write `proxy_timeout 10m` or longer")
            .fix(new Fix("wait ten minutes", false, List.of(new Fix.Edit(place, "10m")))));
  }

  private static void connect(ApiServerBackend api, Proxy frontend, Reporter out) {
    Setting<Duration> connect = frontend.timeouts().connect();
    if (connect instanceof Setting.Given<Duration>(var limit, var place)
        && limit.compareTo(CONNECT) > 0)
      out.report(
          Diagnostic.of(
                  META,
                  place,
                  "`proxy_connect_timeout %s`: so long a client waits for an API server that is gone"
                      .formatted(place.text()))
              .help("write `proxy_connect_timeout 1s`")
              .fix(new Fix("wait a second", false, List.of(new Fix.Edit(place, "1s")))));
    else if (connect.isUnset() && api.backend().servers().size() > 1)
      out.report(
          Diagnostic.of(
                  META,
                  frontend.span(),
                  "without `proxy_connect_timeout` a client waits 60 s for an API server that is gone")
              .as(INFO)
              .help("write `proxy_connect_timeout 1s;` in this server"));
  }
}
