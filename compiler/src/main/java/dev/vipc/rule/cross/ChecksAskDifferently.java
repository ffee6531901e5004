package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** XS011. */
@AutoService(Rule.class)
public final class ChecksAskDifferently implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "XS011",
              "checks-ask-differently",
              Severity.INFO,
              """
              The proxy's check and keepalived's script of one machine ask the API server for different things.

              `/readyz` fails as soon as an API server is shutting down or has lost etcd, `/livez` only when it must be started again, \
              and `/healthz` is the old path that the two replaced. Where the proxy asks one and \
              keepalived another, they disagree for as long as the server is in between: the address leaves a machine whose proxy still sends it \
              clients, or stays where the proxy has no server left. Source: Kubernetes, API health endpoints.

              It is said where both ask an API server's health path over HTTP and the files of one machine hold both. \
              kube-vip's own check and a proxy that only opens a connection are not compared.

              Ask `/readyz` in both: it says whether the server can take requests. The fix changes what the check asks, so it is not a safe one.
              """)
          .withFix();
  private static final Set<String> PATHS = Set.of("/readyz", "/livez", "/healthz");
  private static final String BEST = "/readyz";

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<ApiServerBackend> backends = ApiServerProxies.in(deployment);
    for (Node node : deployment.nodes())
      probed(node)
          .ifPresent(
              script ->
                  backends.stream()
                      .filter(backend -> backend.node() == node)
                      .flatMap(backend -> asked(backend.backend()).stream())
                      .filter(path -> !bare(path).equals(bare(script)))
                      .findFirst()
                      .ifPresent(proxy -> out.report(found(script, proxy))));
  }

  /** The one health path that the scripts of the machine's keepalived ask for. */
  private static Optional<Located<String>> probed(Node node) {
    List<VrrpDaemon.TrackScript> tracked =
        node.parts().all(VrrpDaemon.class).stream()
            .flatMap(daemon -> daemon.scripts().stream())
            .toList();
    List<Located<String>> paths =
        node.parts().all(CheckScript.class).stream()
            .filter(script -> tracked.stream().anyMatch(script::isRunBy))
            .flatMap(script -> script.probes().stream())
            .flatMap(probe -> probe.path().located().stream())
            .filter(path -> PATHS.contains(bare(path)))
            .toList();
    boolean one = paths.stream().map(ChecksAskDifferently::bare).distinct().count() == 1;
    return one ? Optional.of(paths.getFirst()) : Optional.empty();
  }

  private static Optional<Located<String>> asked(Proxy backend) {
    return backend
        .check()
        .filter(check -> check.kind() == Proxy.CheckMethod.Kind.HTTP)
        .flatMap(check -> check.path().located())
        .filter(path -> PATHS.contains(bare(path)));
  }

  private static String bare(Located<String> path) {
    String text = path.value();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  private static Diagnostic found(Located<String> script, Located<String> proxy) {
    boolean scriptIsBest = bare(script).equals(BEST);
    Located<String> other = scriptIsBest ? proxy : script;
    Span place = pathIn(other);
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "keepalived's script asks for `%s`, the proxy for `%s`"
                    .formatted(bare(script), bare(proxy)))
            .also((scriptIsBest ? script : proxy).span(), "the other check of this machine")
            .help("ask for /readyz in both");
    if (!place.text().equals(bare(other))) return found;
    return found.fix(new Fix("ask whether it is ready", false, List.of(new Fix.Edit(place, BEST))));
  }

  /** The path alone where a URL ends with it. */
  private static Span pathIn(Located<String> path) {
    String text = path.span().text();
    String bare = bare(path);
    return text.endsWith(bare)
        ? path.span().part(text.length() - bare.length(), text.length())
        : path.span();
  }
}
