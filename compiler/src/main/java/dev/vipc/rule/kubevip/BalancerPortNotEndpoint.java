package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** KV018. */
@AutoService(Rule.class)
public final class BalancerPortNotEndpoint extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV018",
          "balancer-port-not-endpoint",
          WARNING,
          """
              kube-vip's load balancer listens on another port than the control-plane endpoint has.

              `lb_enable` balances what comes to `lb_port` of the virtual address. Clients take the port of `controlPlaneEndpoint`; where that is the API server's
              own, they reach the holder's API server past the load balancer, and the balancing that was asked for never takes place.

              The rule speaks where the endpoint is kube-vip's address.

              Write one port in both places.
              """);

  public BalancerPortNotEndpoint() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!kubeVip.settings().isOn("lb_enable") || !kubeVip.settings().isOn("cp_enable")) return;
    Optional<Integer> balanced = kubeVip.settings().number("lb_port").orDefault(6443);
    for (KubeadmFile.Cluster cluster : deployment.clusters())
      cluster
          .controlPlaneEndpoint()
          .located()
          .filter(endpoint -> isAddressOf(kubeVip, endpoint.value()))
          .filter(endpoint -> balanced.filter(port -> port != port(endpoint.value())).isPresent())
          .filter(endpoint -> apiServerPorts(deployment).contains(port(endpoint.value())))
          .ifPresent(endpoint -> out.report(found(kubeVip, endpoint, balanced.orElseThrow())));
  }

  private static int port(HostPort endpoint) {
    return endpoint.port().orElse(6443);
  }

  private static boolean isAddressOf(KubeVip kubeVip, HostPort endpoint) {
    Optional<IpAddress> address = endpoint.address();
    return kubeVip
        .virtualAddresses()
        .anyMatch(vip -> address.filter(vip.value()::equals).isPresent());
  }

  private static Set<Integer> apiServerPorts(Deployment deployment) {
    Set<Integer> ports =
        deployment
            .all(KubeadmFile.class)
            .flatMap(file -> file.inits().stream())
            .flatMap(init -> init.bindPort().orDefault(6443).stream())
            .collect(Collectors.toSet());
    return ports.isEmpty() ? Set.of(6443) : ports;
  }

  private static Diagnostic found(KubeVip kubeVip, Located<HostPort> endpoint, int balanced) {
    Span at =
        place(kubeVip, "lb_port").or(() -> place(kubeVip, "lb_enable")).orElse(kubeVip.span());
    return Diagnostic.of(
            META,
            at,
            "the load balancer listens on %d, and clients come to %d"
                .formatted(balanced, port(endpoint.value())))
        .also(endpoint.span(), "the endpoint")
        .help("write one port in both places");
  }
}
