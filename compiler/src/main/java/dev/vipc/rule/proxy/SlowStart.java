package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HX015: API servers that come back a little at a time. */
@AutoService(Rule.class)
public final class SlowStart implements Rule {
  /** Below this it is a matter of a few connections. */
  private static final long WORTH_MILLIS = 30_000;

  private static final Pattern TIME = Pattern.compile("(\\d{1,12})(us|ms|s|m|h|d)?");
  private static final RuleMeta META =
      new RuleMeta(
              "HX015",
              "slowstart-before-api-servers",
              WARNING,
              """
              A backend of API servers has a `slowstart` of half a minute or more.

              After an outage HAProxy gives such a server a sixteenth of its weight, and one percent of its `maxconn`, and the \
              whole only when the time is over (measured with 2.6.12). Connections to an API server stay for hours, so what was \
              sent elsewhere in that time stays there; and where the other servers go down meanwhile, as in a rolling restart, \
              the one that is back takes a handful of connections and lets the rest wait. `slowstart` is meant for web servers \
              that have to fill caches. It counts with `roundrobin`, `leastconn` and `random`.

              Leave it out.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Set<Span> told = new HashSet<>();
    for (ApiServerBackend api : HaproxyFiles.backends(deployment)) {
      if (isStatic(api)) continue;
      HaproxyFiles.linesOf(deployment, api)
          .filter(line -> told.add(line.span()))
          .forEach(line -> check(line, api, out));
    }
  }

  /** Whether its way of balancing knows no changing weights. */
  private static boolean isStatic(ApiServerBackend api) {
    String method = api.backend().balance().value().orElse("roundrobin");
    return !Set.of("roundrobin", "leastconn", "random").contains(method.split("[ (]")[0]);
  }

  private static void check(Line line, ApiServerBackend api, Reporter out) {
    HaproxyFiles.find(line, "slowstart"::equals)
        .filter(at -> at + 1 < line.words().size())
        .ifPresent(
            at -> {
              Located<String> time = line.words().get(at + 1);
              if (millis(time.value()) >= WORTH_MILLIS) out.report(finding(line, at, time, api));
            });
  }

  private static Diagnostic finding(Line line, int at, Located<String> time, ApiServerBackend api) {
    Fix.Edit without = new Fix.Edit(HaproxyFiles.withBlanks(line, at, at + 1), "");
    return Diagnostic.of(
            META,
            time.span(),
            "for %s an API server of %s that is back takes only a part of its connections"
                .formatted(time.value(), api.label()))
        .help("leave `slowstart` out")
        .fix(new Fix("leave `slowstart` out", false, List.of(without)));
  }

  /** HAProxy's time, in milliseconds where it has no unit; 0 where it is none. */
  private static long millis(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) return 0;
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "us" -> number / 1000;
      case "s" -> number * 1000;
      case "m" -> number * 60_000;
      case "h" -> number * 3_600_000;
      case "d" -> number * 86_400_000;
      case null, default -> number;
    };
  }
}
