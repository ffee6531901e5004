package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** HX014: limits of connections that do not fit each other. */
@AutoService(Rule.class)
public final class MaxconnTooLow implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX014",
              "maxconn-do-not-fit",
              WARNING,
              """
              The connections that a proxy accepts are more than its API servers, or the process, may have.

              Every kubelet, controller and `kubectl` holds a connection for hours. A server's `maxconn` is where HAProxy stops \
              sending it more: the rest wait in a queue, unseen by health checks, until `timeout queue` closes them. With one of \
              three servers down the other two have to take all: with `maxconn 250` each, 500, whatever the frontend accepts. \
              A frontend's `maxconn` above the process's (`global`) is never reached: new clients then wait in the kernel's \
              queue. Source: HAProxy's configuration manual, `maxconn` of `global`, of proxies and of servers; limits of \
              servers and queueing were measured with 2.6.12.

              Leave `maxconn` of the servers out, or write at least the frontend's divided by the servers that remain when one \
              is down. Nothing is said where a limit is not written.
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
      Setting<Integer> process = api.daemon().maxConnections();
      for (Proxy frontend : api.frontends()) aboveProcess(frontend, process, told, out);
      accepted(api).ifPresent(limit -> servers(api, limit, told, out));
    }
  }

  private static void aboveProcess(
      Proxy frontend, Setting<Integer> process, Set<Span> told, Reporter out) {
    if (!(frontend.maxConnections() instanceof Setting.Given<Integer>(var own, var place))
        || !(process instanceof Setting.Given<Integer>(var all, var global))) return;
    if (own <= all || !told.add(place)) return;
    out.report(
        Diagnostic.of(
                META,
                place,
                "%d connections are more than the process's %d, and are never reached"
                    .formatted(own, all))
            .also(global, "the process's limit")
            .help("raise `maxconn` of `global` above it, or lower this one")
            .fix(raise(Set.of(global), own)));
  }

  /** What reaches the backend at most: the frontend's limit, else the process's. */
  private static Optional<Located<Integer>> accepted(ApiServerBackend api) {
    Optional<Located<Integer>> process = api.daemon().maxConnections().located();
    Optional<Located<Integer>> least = Optional.empty();
    for (Proxy frontend : api.frontends()) {
      Optional<Located<Integer>> own = frontend.maxConnections().located().or(() -> process);
      if (own.isPresent() && (least.isEmpty() || own.get().value() > least.get().value()))
        least = own;
    }
    if (least.isEmpty() || process.isEmpty()) return least;
    return process.get().value() < least.get().value() ? process : least;
  }

  private static void servers(
      ApiServerBackend api, Located<Integer> limit, Set<Span> told, Reporter out) {
    long sum = 0;
    int most = 0;
    int count = 0;
    Set<Span> places = new LinkedHashSet<>();
    for (Server server : api.backend().servers()) {
      if (server.backup() || server.disabled()) continue;
      if (!(server.maxConnections() instanceof Setting.Given<Integer>(var own, var place))
          || own == 0) return;
      sum += (long) own * server.count();
      most = Math.max(most, own);
      count += server.count();
      places.add(place);
    }
    long remaining = sum - most;
    if (count < 2 || remaining >= limit.value()) return;
    Span first = places.iterator().next();
    if (!told.add(first)) return;
    int enough = (limit.value() + count - 2) / (count - 1);
    out.report(
        Diagnostic.of(
                META,
                first,
                "with one server down the others take %d of the %d connections that the proxy accepts"
                    .formatted(remaining, limit.value()))
            .also(limit.span(), "so many it accepts")
            .help("leave the servers' `maxconn` out, or write `maxconn %d`".formatted(enough))
            .fix(raise(places, enough)));
  }

  private static Fix raise(Set<Span> places, int to) {
    List<Fix.Edit> edits =
        places.stream().map(place -> new Fix.Edit(place, Integer.toString(to))).toList();
    return new Fix("raise the limit to " + to, false, edits);
  }
}
