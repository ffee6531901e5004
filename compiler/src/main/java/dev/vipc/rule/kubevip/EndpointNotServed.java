package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KV011. */
@AutoService(Rule.class)
public final class EndpointNotServed extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV011",
              "endpoint-not-served",
              ERROR,
              """
              The control-plane endpoint is kube-vip's address, with a port that nothing serves there.

              kube-vip moves an address; it listens on no port unless its load balancer is on (`lb_enable`, `lb_port`). On the address answers whatever the holder
              runs: the API server on its own port, 6443 unless `bindPort` says otherwise. With another port in `controlPlaneEndpoint` every join and every
              kubeconfig gets `connection refused`. Another address than kube-vip's is XS004.

              The rule speaks where the endpoint is the address itself or a name that a host list gives it, and no proxy of the deployment listens on the port.

              Write the API server's port, or let kube-vip's load balancer listen on this one.
              """)
          .withFix();

  public EndpointNotServed() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!kubeVip.settings().isOn("cp_enable") || kubeVip.settings().flag("lb_enable").isUnknown())
      return;
    for (KubeadmFile.Cluster cluster : deployment.clusters())
      cluster
          .controlPlaneEndpoint()
          .located()
          .filter(endpoint -> isAddressOf(kubeVip, endpoint.value(), deployment))
          .filter(endpoint -> !served(kubeVip, deployment).contains(port(endpoint.value())))
          .filter(endpoint -> !isProxied(port(endpoint.value()), deployment))
          .ifPresent(endpoint -> out.report(found(kubeVip, endpoint, deployment)));
  }

  private static int port(HostPort endpoint) {
    return endpoint.port().orElse(6443);
  }

  private static boolean isAddressOf(KubeVip kubeVip, HostPort endpoint, Deployment deployment) {
    Set<IpAddress> addresses =
        endpoint.address().map(Set::of).orElseGet(() -> named(endpoint.host(), deployment));
    return kubeVip.virtualAddresses().anyMatch(vip -> addresses.contains(vip.value()));
  }

  private static Set<IpAddress> named(String name, Deployment deployment) {
    return deployment
        .all(HostEntry.class)
        .filter(host -> host.name().value().equals(name))
        .map(host -> host.address().value())
        .collect(Collectors.toSet());
  }

  /** The ports of the API servers, and of kube-vip's own load balancer. */
  private static Set<Integer> served(KubeVip kubeVip, Deployment deployment) {
    Set<Integer> ports = new HashSet<>(apiServers(deployment));
    if (kubeVip.settings().isOn("lb_enable"))
      kubeVip.settings().number("lb_port").orDefault(6443).ifPresent(ports::add);
    return ports;
  }

  private static Set<Integer> apiServers(Deployment deployment) {
    Set<Integer> ports =
        deployment
            .all(KubeadmFile.class)
            .flatMap(
                file ->
                    Stream.concat(
                        file.inits().stream().map(KubeadmFile.Init::bindPort),
                        file.joins().stream()
                            .filter(KubeadmFile.Join::controlPlane)
                            .map(KubeadmFile.Join::bindPort)))
            .flatMap(port -> port.orDefault(6443).stream())
            .collect(Collectors.toSet());
    return ports.isEmpty() ? Set.of(6443) : ports;
  }

  private static boolean isProxied(int port, Deployment deployment) {
    return deployment
        .all(ProxyDaemon.class)
        .flatMap(daemon -> daemon.proxies().stream())
        .flatMap(proxy -> proxy.listeners().stream())
        .anyMatch(
            listener ->
                listener.address().isUnknown()
                    || listener
                        .address()
                        .value()
                        .filter(address -> address.port().orElse(-1) == port)
                        .isPresent());
  }

  private static Diagnostic found(
      KubeVip kubeVip, Located<HostPort> endpoint, Deployment deployment) {
    List<String> ports =
        served(kubeVip, deployment).stream().sorted().map(String::valueOf).toList();
    Diagnostic found =
        Diagnostic.of(
                META,
                endpoint.span(),
                "nothing serves port %d on kube-vip's address".formatted(port(endpoint.value())))
            .also(
                kubeVip.address().span().orElse(kubeVip.span()),
                "kube-vip holds the address by this")
            .help("write the port that is served there: " + String.join(", ", ports));
    String written = ":" + port(endpoint.value());
    String text = endpoint.span().text();
    if (ports.size() != 1 || !text.endsWith(written)) return found;
    Span port = endpoint.span().part(text.length() - written.length() + 1, text.length());
    return found.fix(
        new Fix(
            "write the port that is served", false, List.of(new Fix.Edit(port, ports.getFirst()))));
  }
}
