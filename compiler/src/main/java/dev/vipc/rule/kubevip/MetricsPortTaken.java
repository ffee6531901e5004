package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** KV029. */
@AutoService(Rule.class)
public final class MetricsPortTaken implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV029",
          "metrics-port-taken",
          WARNING,
          """
              The port of kube-vip's metrics or health check is taken on the same node.

              kube-vip runs on the host's network and serves metrics on 2112 unless `prometheus_server` says otherwise, and a health check on `health_check_port`. A second
              kube-vip of the node, or a proxy that listens there, keeps it from listening: the metrics are missing, and a probe of the port asks another program.

              Give one of them another port; an empty `--prometheusHTTPServer` switches the metrics off.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes()) {
      var owners = new HashMap<Integer, Span>();
      for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class))
        for (Proxy proxy : daemon.proxies())
          for (Proxy.Listener listener : proxy.listeners())
            listener
                .address()
                .value()
                .filter(address -> address.port().isPresent())
                .filter(MetricsPortTaken::isEverywhere)
                .ifPresent(
                    address -> owners.putIfAbsent(address.port().getAsInt(), listener.span()));
      for (KubeVip kubeVip : node.parts().all(KubeVip.class))
        if (kubeVip.form() == Form.POD)
          for (Located<Integer> port : ports(kubeVip)) {
            Span earlier = owners.putIfAbsent(port.value(), port.span());
            if (earlier != null) out.report(found(port, earlier));
          }
    }
  }

  private static boolean isEverywhere(HostPort address) {
    return address.host().matches("|\\*|0\\.0\\.0\\.0|::");
  }

  private static List<Located<Integer>> ports(KubeVip kubeVip) {
    List<Located<Integer>> ports = new ArrayList<>();
    Setting<String> metrics = kubeVip.settings().text("prometheus_server");
    boolean newEnough = kubeVip.imageVersion().filter(version -> version.atLeast(0, 5)).isPresent();
    if (metrics.isUnset() && newEnough)
      ports.add(new Located<>(2112, kubeVip.image().span().orElse(kubeVip.span())));
    metrics
        .located()
        .flatMap(
            text ->
                HostPort.parse(text.value())
                    .filter(MetricsPortTaken::isEverywhere)
                    .map(address -> new Located<>(address.port().orElse(0), text.span())))
        .filter(port -> port.value() > 0)
        .ifPresent(ports::add);
    kubeVip.settings().number("health_check_port").located().ifPresent(ports::add);
    return ports;
  }

  private static Diagnostic found(Located<Integer> port, Span earlier) {
    return Diagnostic.of(META, port.span(), "port %d is taken on this node".formatted(port.value()))
        .also(earlier, "by this")
        .help("set another port by `prometheus_server` or `health_check_port`");
  }
}
