package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.rule.Rule;
import java.util.Map;
import java.util.Optional;

/** What KubeKey's internal haproxy does not cover. */
@AutoService(Rule.class)
public final class HaproxyOnWorkersOnly implements Rule {
  private static final int DEFAULT_HEALTH_PORT = 8081;
  private static final int DEFAULT_PORT = 6443;
  private static final Map<Integer, String> OF_EVERY_NODE =
      Map.of(
          10250, "the kubelet",
          10248, "the kubelet",
          10249, "kube-proxy",
          10256, "kube-proxy");
  private static final RuleMeta META =
      new RuleMeta(
          "KK007",
          "haproxy-on-workers-only",
          Severity.INFO,
          """
              KubeKey's internal haproxy runs on the workers only.

              A worker balances over the masters by its own haproxy on 127.0.0.1. A master has none: its kubelet and
              kube-proxy ask the API server of the same machine, so when that one stops, the node is lost with it
              until it is back, though the other masters run. That is how KubeKey works and no mistake, hence an
              info. haproxy answers probes on port 8081 of every worker (KubeKey 4: `health_port`), so nothing else
              may listen there; it is a warning where the configuration itself uses that port a second time.

              If the masters are to survive the loss of their own API server, use kube-vip or a load balancer of
              your own.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> run.endpoint().isBalancedBy("haproxy"))
        .forEach(run -> check(run, out));
  }

  private static void check(Installation run, Reporter out) {
    Endpoint way = run.endpoint();
    if (run.masters().isEmpty() || run.masters().size() > 1 && hasOtherWorkers(run))
      out.report(
          Diagnostic.of(
                  META,
                  way.place(),
                  "only workers get this haproxy: each master depends on its own API server")
              .help(
                  "for masters that survive the loss of theirs, use kube-vip or your own load balancer"));
    if (!run.masters().isEmpty() && !hasOtherWorkers(run)) return;
    Optional<Integer> health = way.healthPort().orDefault(DEFAULT_HEALTH_PORT);
    Optional<Integer> service = way.port().orDefault(DEFAULT_PORT);
    if (health.isPresent() && health.equals(service))
      out.report(
          Diagnostic.of(
                  META,
                  way.healthPort().span().or(way.port()::span).orElse(way.place()),
                  "port %d is haproxy's for clients and for probes".formatted(health.get()))
              .as(Severity.WARNING)
              .help("use another port for one of the two"));
    else if (health.filter(OF_EVERY_NODE::containsKey).isPresent())
      out.report(
          Diagnostic.of(
                  META,
                  way.healthPort().span().orElse(way.place()),
                  "port %d on every node is %s's"
                      .formatted(health.get(), OF_EVERY_NODE.get(health.get())))
              .as(Severity.WARNING)
              .help("use another `health_port`, such as %d".formatted(DEFAULT_HEALTH_PORT)));
  }

  /** Without any, haproxy runs nowhere, which is INV007. */
  private static boolean hasOtherWorkers(Installation run) {
    return !run.masters().containsAll(run.workers());
  }
}
