package dev.vipc.rule.vrrp;

import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.VirtualRouter;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clients reach by a virtual router's addresses, as far as the deployment's files say. */
final class ServiceBehind {
  private static final Set<String> EVERY_ADDRESS = Set.of("", "*", "0.0.0.0", "::");

  private final Deployment deployment;
  private final Node node;
  private final Set<IpAddress> addresses;

  ServiceBehind(Deployment deployment, Node node, VirtualRouter router) {
    this.deployment = deployment;
    this.node = node;
    this.addresses =
        router.knownAddresses().stream()
            .map(address -> address.value().address())
            .collect(Collectors.toSet());
  }

  /** The listeners of the node's own proxies that answer on the address and lead to servers. */
  List<Proxy.Listener> listeners() {
    return node.parts().all(ProxyDaemon.class).stream()
        .flatMap(daemon -> daemon.proxies().stream())
        .filter(proxy -> proxy.isFrontend() && leadsOn(proxy))
        .flatMap(proxy -> proxy.listeners().stream())
        .filter(this::answers)
        .toList();
  }

  /** Where a proxy of the node or an API endpoint of the deployment shows that there is one. */
  Optional<Span> evidence() {
    return listeners().stream()
        .map(Proxy.Listener::span)
        .findFirst()
        .or(() -> deployment.parts().flatMap(this::endpoints).findFirst());
  }

  private static boolean leadsOn(Proxy proxy) {
    return !proxy.backends().isEmpty() || !proxy.servers().isEmpty();
  }

  private boolean answers(Proxy.Listener listener) {
    Optional<HostPort> address = listener.address().value();
    if (address.isEmpty() || EVERY_ADDRESS.contains(address.get().host())) return true;
    return address.get().address().filter(addresses::contains).isPresent();
  }

  private Stream<Span> endpoints(Parts parts) {
    Stream<Located<HostPort>> kubeadm =
        parts.all(KubeadmFile.class).stream()
            .flatMap(
                file ->
                    Stream.concat(
                        file.clusters().stream().map(KubeadmFile.Cluster::controlPlaneEndpoint),
                        file.joins().stream().map(KubeadmFile.Join::apiServerEndpoint)))
            .flatMap(endpoint -> endpoint.located().stream());
    Stream<Located<String>> installer =
        parts.all(ControlPlaneEndpoint.class).stream()
            .flatMap(endpoint -> endpoint.address().located().stream());
    return Stream.concat(
        kubeadm.filter(at -> isVirtual(at.value().host())).map(Located::span),
        installer.filter(at -> isVirtual(at.value())).map(Located::span));
  }

  /** Whether a host is one of the addresses, or a name that a host list gives one of them. */
  private boolean isVirtual(String host) {
    Optional<IpAddress> address = IpAddress.parse(host);
    if (address.isPresent()) return addresses.contains(address.get());
    return deployment
        .all(HostEntry.class)
        .filter(entry -> entry.name().value().equals(host))
        .anyMatch(entry -> addresses.contains(entry.address().value()));
  }
}
