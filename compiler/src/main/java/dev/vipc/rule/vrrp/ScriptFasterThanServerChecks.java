package dev.vipc.rule.vrrp;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.rule.proxy.HaproxyFiles;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** HX026: the address moves before the proxy has left a dead server out. */
@AutoService(Rule.class)
public final class ScriptFasterThanServerChecks implements Rule {
  private static final Duration STANDARD_SCRIPT = Duration.ofSeconds(1);
  private static final Duration STANDARD_INTER = Duration.ofSeconds(2);
  private static final int STANDARD_FALL = 3;
  private static final RuleMeta META =
      new RuleMeta(
              "HX026",
              "script-faster-than-server-checks",
              WARNING,
              """
              keepalived's script asks through the proxy, and gives up before the proxy has left a dead API server out.

              HAProxy goes on choosing a server that died until its checks failed `fall` times, one every `inter`: 6 s with the defaults \
              of 2 s and 3. A request of the script that meets the dead server fails, though the proxy is well and the other \
              servers too. Where the script's `interval` times its `fall` is shorter, the address can move for nothing, on \
              every load balancer at once. With `fall` of 2 and more several requests have to meet that server: then it is an information. \
              With `option redispatch` the proxy tries another server at once, and nothing is said.

              Write `option redispatch`, check the servers more often, or raise the script's `fall`. The fix raises it.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (ApiServerBackend api : HaproxyFiles.backends(deployment)) {
      Optional<Server> server =
          api.backend().servers().stream().filter(Server::checked).findFirst();
      Optional<Duration> leaves = server.flatMap(ScriptFasterThanServerChecks::leaves);
      if (!HaproxyFiles.seesDefaults(api.backend())) continue;
      if (leaves.isEmpty() || api.backend().servers().size() < 2 || triesAnother(api)) continue;
      Node node = api.node();
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        for (TrackScript script : ScriptsOf.tracked(daemon))
          if (asks(node, script, api))
            finding(script, api, server.get(), leaves.get()).ifPresent(out::report);
    }
  }

  private static boolean triesAnother(ApiServerBackend api) {
    return api.backend().options().stream().anyMatch(option -> option.value().equals("redispatch"));
  }

  /** How long a server that died is chosen. */
  private static Optional<Duration> leaves(Server server) {
    Optional<Duration> interval = server.interval().orDefault(STANDARD_INTER);
    Optional<Integer> fall = server.fall().orDefault(STANDARD_FALL);
    return interval.flatMap(each -> fall.map(each::multipliedBy));
  }

  /** Whether some request of the script goes to where the proxy listens on this machine. */
  private static boolean asks(Node node, TrackScript script, ApiServerBackend api) {
    return new ScriptsOf(node)
        .runBy(script).stream()
            .flatMap(ScriptFasterThanServerChecks::targets)
            .filter(ScriptFasterThanServerChecks::isLocal)
            .flatMap(target -> target.port().stream().boxed())
            .anyMatch(port -> api.frontends().stream().anyMatch(f -> listensOn(f, port)));
  }

  /** Requests that the proxy passes on; a connection alone it accepts by itself. */
  private static Stream<HostPort> targets(CheckScript run) {
    return run.probes().stream().flatMap(probe -> probe.target().value().stream());
  }

  private static boolean isLocal(HostPort target) {
    return target.host().equals("localhost")
        || target.address().filter(ip -> ip.address().isLoopbackAddress()).isPresent();
  }

  private static boolean listensOn(Proxy frontend, int port) {
    return frontend.listeners().stream().anyMatch(listener -> listener.listensOn(port));
  }

  private static Optional<Diagnostic> finding(
      TrackScript script, ApiServerBackend api, Server server, Duration leaves) {
    Optional<Duration> interval = script.interval().orDefault(STANDARD_SCRIPT);
    Optional<Integer> fall = script.fall().orDefault(1);
    if (interval.isEmpty() || fall.isEmpty() || interval.get().isZero()) return Optional.empty();
    Duration moves = interval.get().multipliedBy(Math.max(1, fall.get()));
    if (moves.compareTo(leaves) >= 0) return Optional.empty();
    Span place =
        script.fall().span().or(() -> script.interval().span()).orElse(script.name().span());
    int enough = (int) Math.ceilDiv(leaves.toMillis(), interval.get().toMillis());
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "`%s` gives up after %s s, before the proxy leaves a dead server out, after %s s"
                    .formatted(script.name().value(), Seconds.of(moves), Seconds.of(leaves)))
            .as(fall.get() > 1 ? INFO : WARNING)
            .also(server.interval().span().orElse(server.span()), "the proxy's checks")
            .help("write `fall %d`, or check the servers more often".formatted(enough));
    return Optional.of(
        script
            .fall()
            .span()
            .map(
                number ->
                    found.fix(
                        new Fix(
                            "wait for the proxy's checks",
                            false,
                            List.of(new Fix.Edit(number, Integer.toString(enough))))))
            .orElse(found));
  }
}
