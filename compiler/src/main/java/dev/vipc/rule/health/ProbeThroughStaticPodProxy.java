package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.HttpProbe;
import dev.vipc.rule.Rule;
import java.util.Set;

/** HX022. */
@AutoService(Rule.class)
public final class ProbeThroughStaticPodProxy implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX022",
          "probe-through-static-pod-proxy",
          WARNING,
          """
          The liveness probe of a proxy's static pod goes through the proxy to the API servers.

          The kubelet then kills the proxy when every API server is down, although the proxy itself is well: with the usual \
          eight failures ten seconds apart about every 80 seconds, and just while the first control plane is being set up. \
          A restart cuts each connection of a proxy that would have served as soon as an API server came back. A probe over \
          HTTPS for `/healthz`, `/livez` or `/readyz` goes through, since the proxy does not speak TLS for them itself. \
          Source: Kubernetes' documentation of liveness probes, which should test the container alone.

          Probe the proxy itself: a frontend with `monitor-uri` on a port of its own, or `tcpSocket`.
          """);
  private static final Set<String> API_PATHS = Set.of("/healthz", "/livez", "/readyz", "/version");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(StaticPod.class)
        .flatMap(pod -> pod.containers().stream())
        .filter(ProxyImage::isProxy)
        .flatMap(container -> container.livenessProbe().stream())
        .filter(ProbeThroughStaticPodProxy::goesThrough)
        .forEach(probe -> out.report(found(probe)));
  }

  private static boolean goesThrough(HttpProbe probe) {
    String path = probe.path().value().orElse("");
    int query = path.indexOf('?');
    return probe.scheme().is("HTTPS")
        && API_PATHS.contains(query < 0 ? path : path.substring(0, query));
  }

  private static Diagnostic found(HttpProbe probe) {
    return Diagnostic.of(
            META,
            probe.path().span().orElse(probe.span()),
            "`%s` over HTTPS is answered by an API server, not by the proxy"
                .formatted(probe.path().value().orElse("")))
        .help("probe a `monitor-uri` of the proxy on a port of its own, or use `tcpSocket`");
  }
}
