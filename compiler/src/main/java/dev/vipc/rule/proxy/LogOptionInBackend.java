package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Set;

/** HX029: a log format in a backend. */
@AutoService(Rule.class)
public final class LogOptionInBackend implements Rule {
  private static final Set<String> LOG_OPTIONS = Set.of("tcplog", "httplog", "httpslog");
  private static final RuleMeta META =
      new RuleMeta(
              "HX029",
              "log-option-in-backend",
              INFO,
              """
              A backend chooses a log format, which only frontends have.

              HAProxy ignores `option tcplog` and `option httplog` in a `backend` section and says so at
              each start (measured with 2.6.12); the frontend's line decides.

              Remove the line.
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
        .flatMap(daemon -> daemon.proxies().stream())
        .filter(proxy -> proxy.kind() == Proxy.Kind.BACKEND)
        .forEach(backend -> check(backend, out));
  }

  private static void check(Proxy backend, Reporter out) {
    for (Located<String> option : backend.options())
      if (LOG_OPTIONS.contains(option.value()) && option.span().start() > backend.span().start())
        out.report(
            Diagnostic.of(
                    META,
                    option.span(),
                    "`option %s` is ignored in a backend".formatted(option.value()))
                .help("remove the line; the frontend's log format decides")
                .fix(new Fix("remove the line", true, List.of(Lines.delete(option.span())))));
  }
}
