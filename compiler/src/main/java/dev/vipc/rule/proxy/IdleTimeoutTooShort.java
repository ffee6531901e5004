package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;

/** HX008: a proxy that cuts idle connections to the API servers too early. */
@AutoService(Rule.class)
public final class IdleTimeoutTooShort implements Rule {
  private static final Duration PING = Duration.ofSeconds(35);
  private static final Duration SESSION = Duration.ofMinutes(15);
  private static final RuleMeta META =
      new RuleMeta(
              "HX008",
              "idle-timeout-too-short",
              WARNING,
              """
              The proxy cuts idle connections to the API servers after less than 15 minutes.

              `timeout client` and `timeout server` are limits of silence. client-go pings an idle HTTP/2
              connection every 30 s, so a limit below 35 s cuts healthy watches of every kubelet and
              controller again and again: that is an error. Between 35 s and 15 min watches live, but
              `kubectl exec`, `attach`, `port-forward` and `logs -f`, which may have nothing to say for
              minutes, end with an error: a warning. TCP keepalive (`option tcpka`) does not count as
              activity.

              In TCP mode `timeout tunnel` of the backend takes the place of both (configuration manual,
              `timeout tunnel`), and is then what counts. `thresholds.idleTimeout` of `.vipc.yaml` states
              another limit than 15 minutes, for the warning alone.

              Write `timeout tunnel 1h` in the backend, or `timeout client 1h` and `timeout server 1h`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Duration session = deployment.thresholds().idle().orElse(SESSION);
    for (ApiServerBackend api : ApiServerProxies.in(deployment))
      if (api.daemon().engine().isLikeHaproxy()) check(api, session, out);
  }

  private static void check(ApiServerBackend api, Duration session, Reporter out) {
    Setting<Duration> tunnel = api.backend().timeouts().tunnel();
    boolean tunnelled = !tunnel.isUnset() && api.backend().isTcp();
    if (tunnelled) check("tunnel", tunnel, session, api.backend(), out);
    else check("server", api.backend().timeouts().server(), session, api.backend(), out);
    for (Proxy frontend : api.frontends())
      if (!tunnelled || !frontend.isTcp())
        check("client", frontend.timeouts().client(), session, frontend, out);
  }

  private static void check(
      String name, Setting<Duration> timeout, Duration session, Proxy proxy, Reporter out) {
    // 0 is no limit
    if (!(timeout instanceof Setting.Given<Duration>(var limit, var place)) || limit.isZero())
      return;
    boolean cutsWatches = limit.compareTo(PING) < 0;
    if (!cutsWatches && limit.compareTo(session) >= 0) return;
    Diagnostic finding =
        Diagnostic.of(META, place, message(name, limit, place, cutsWatches))
            .as(cutsWatches ? ERROR : WARNING)
            .help(
                name.equals("tunnel")
                    ? "write `timeout tunnel 1h`"
                    : "write `timeout tunnel 1h` in %s, or `timeout %s 1h`"
                        .formatted(proxy.isBackend() ? "the backend" : "its backend", name));
    out.report(
        isOwn(place, proxy)
            ? finding.fix(fix(place))
            : finding.also(proxy.name().span(), "in force here"));
  }

  private static String message(String name, Duration limit, Span place, boolean cutsWatches) {
    String shown = "`timeout %s %s`".formatted(name, place.text());
    return cutsWatches
        ? "%s cuts watches of the API server: they are silent for up to 30 s, the limit is %s"
            .formatted(shown, spoken(limit))
        : "%s ends `kubectl exec`, `logs -f` and `port-forward` after %s of silence"
            .formatted(shown, spoken(limit));
  }

  private static String spoken(Duration limit) {
    long millis = limit.toMillis();
    if (millis >= 60_000 && millis % 60_000 == 0) return millis / 60_000 + " min";
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** A limit of a defaults section holds for other proxies too, where it may be meant. */
  private static boolean isOwn(Span place, Proxy proxy) {
    return place.start() > proxy.span().start();
  }

  private static Fix fix(Span place) {
    return new Fix("wait an hour", false, List.of(new Fix.Edit(place, "1h")));
  }
}
