package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** HX012: a frontend and a backend of one name. */
@AutoService(Rule.class)
public final class SharedName implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX012",
              "shared-name",
              WARNING,
              """
              A frontend and a backend have the same name.

              HAProxy says nothing up to 3.0, warns in 3.1 and 3.2, and refuses the file from 3.3 on
              (measured with each release). With `--target haproxy=VERSION` the finding follows the
              version: silent, a warning, or an error; without a stated target it is a warning. In
              statistics and on the stats socket the two are hard to tell apart in every version.

              Rename the backend, and the `default_backend` and `use_backend` lines that name it.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Version> target = deployment.targets().statedFor("haproxy");
    if (target.filter(version -> !version.atLeast(3, 1)).isPresent()) return;
    Severity grade = target.filter(version -> version.atLeast(3, 3)).isPresent() ? ERROR : WARNING;
    deployment
        .all(ProxyDaemon.class)
        .filter(daemon -> daemon.engine() == ProxyDaemon.Engine.HAPROXY)
        .forEach(daemon -> check(daemon, grade, out));
  }

  private static void check(ProxyDaemon daemon, Severity grade, Reporter out) {
    Map<String, Proxy> frontends = new HashMap<>();
    for (Proxy proxy : daemon.proxies())
      if (proxy.kind() == Proxy.Kind.FRONTEND) frontends.putIfAbsent(proxy.name().value(), proxy);
    for (Proxy backend : daemon.proxies()) {
      Proxy frontend = frontends.get(backend.name().value());
      if (frontend == null || backend.kind() != Proxy.Kind.BACKEND) continue;
      out.report(finding(daemon, backend, frontend, grade));
    }
  }

  private static Diagnostic finding(
      ProxyDaemon daemon, Proxy backend, Proxy frontend, Severity grade) {
    String name = backend.name().value();
    return Diagnostic.of(
            META,
            backend.name().span(),
            "frontend and backend are both named `%s`; HAProxy %s"
                .formatted(
                    name,
                    grade == ERROR
                        ? "refuses that from 3.3 on"
                        : "warns from 3.1 on and refuses it from 3.3 on"))
        .as(grade)
        .also(frontend.name().span(), "the frontend")
        .help("give the backend another name, such as `%s`".formatted(freeName(daemon, name)))
        .fix(rename(daemon, backend));
  }

  private static String freeName(ProxyDaemon daemon, String name) {
    Set<String> taken = new HashSet<>();
    for (Proxy proxy : daemon.proxies()) taken.add(proxy.name().value());
    String free = name + "-servers";
    for (int number = 2; taken.contains(free); number++) free = name + "-servers" + number;
    return free;
  }

  /**
   * Rules that name the backend elsewhere ({@code nbsrv(NAME)}) are not seen, so it needs consent.
   */
  private static Fix rename(ProxyDaemon daemon, Proxy backend) {
    String name = backend.name().value();
    String free = freeName(daemon, name);
    List<Fix.Edit> edits = new ArrayList<>();
    Set<Object> done = new HashSet<>();
    edits.add(new Fix.Edit(backend.name().span(), free));
    for (Proxy proxy : daemon.proxies())
      for (Located<String> used : proxy.backends())
        if (used.value().equals(name) && done.add(used.span()))
          edits.add(new Fix.Edit(used.span(), free));
    return new Fix("rename the backend", false, edits);
  }
}
