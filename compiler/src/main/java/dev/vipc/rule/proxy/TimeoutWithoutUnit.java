package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Timeouts;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HX009: timeouts without a unit. */
@AutoService(Rule.class)
public final class TimeoutWithoutUnit implements Rule {
  private static final long SUSPICIOUS_MILLIS = 100;
  private static final RuleMeta META =
      new RuleMeta(
              "HX009",
              "timeout-without-unit",
              INFO,
              """
              A timeout has no unit.

              HAProxy takes a bare number as milliseconds (configuration manual, section 2.5), unlike
              most programs beside it, keepalived among them, which take seconds. Below 100 ms it is a
              warning: such a limit is meant in seconds nearly always, and HAProxy 3.1 and later warns
              as well.

              Write the unit: `5s` for `5000`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(ProxyDaemon.class)
        .filter(daemon -> daemon.engine() == ProxyDaemon.Engine.HAPROXY)
        .forEach(daemon -> check(daemon, out));
  }

  private static void check(ProxyDaemon daemon, Reporter out) {
    Map<Span, Duration> bare = new LinkedHashMap<>();
    for (Proxy proxy : daemon.proxies()) collect(proxy.timeouts(), bare);
    List<Span> usual = new ArrayList<>();
    bare.forEach(
        (place, limit) -> {
          if (limit.toMillis() < SUSPICIOUS_MILLIS) out.report(suspicious(place));
          else usual.add(place);
        });
    if (!usual.isEmpty()) out.report(usual(usual, bare));
  }

  private static void collect(Timeouts timeouts, Map<Span, Duration> bare) {
    collect(timeouts.connect(), bare);
    collect(timeouts.client(), bare);
    collect(timeouts.server(), bare);
    collect(timeouts.tunnel(), bare);
    collect(timeouts.queue(), bare);
    collect(timeouts.check(), bare);
  }

  private static void collect(Setting<Duration> timeout, Map<Span, Duration> bare) {
    if (!(timeout instanceof Setting.Given<Duration>(var limit, var place))) return;
    char last = place.file().text().charAt(place.end() - 1);
    if (last >= '0' && last <= '9' && !limit.isZero()) bare.put(place, limit);
  }

  private static Diagnostic suspicious(Span place) {
    return Diagnostic.of(
            META,
            place,
            "`%s` has no unit: HAProxy takes it as milliseconds".formatted(place.text()))
        .as(WARNING)
        .help(
            "write `%ss` if seconds are meant, else `%sms`".formatted(place.text(), place.text()));
  }

  /** One finding for all of a file: it is one habit. */
  private static Diagnostic usual(List<Span> places, Map<Span, Duration> bare) {
    Span first = places.getFirst();
    List<Fix.Edit> edits = new ArrayList<>();
    for (Span place : places)
      edits.add(new Fix.Edit(place, written(bare.getOrDefault(place, Duration.ZERO))));
    Diagnostic finding =
        Diagnostic.of(
            META,
            first,
            "`%s` has no unit: HAProxy takes it as milliseconds".formatted(first.text()));
    for (Span place : places.subList(1, places.size()))
      finding = finding.also(place, "this one too");
    return finding
        .help("write `%s`".formatted(edits.getFirst().text()))
        .fix(new Fix("write the units", true, edits));
  }

  private static String written(Duration limit) {
    long millis = limit.toMillis();
    if (millis % 60_000 == 0) return millis / 60_000 + "m";
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
