package dev.vipc.spec;

import dev.vipc.model.HostPort;
import java.util.Optional;
import java.util.Set;

/**
 * The proxy on every node that is each node's own way to the API servers: no address moves, and
 * kubeadm's endpoint is the proxy's listener.
 *
 * @param listen where a node asks its own proxy, always with a port
 */
public record LocalWay(SpecProxy proxy, HostPort listen) {
  private static final Set<String> OWN = Set.of("127.0.0.1", "::1", "localhost");

  /** Absent where the endpoint is an address that leads elsewhere. */
  public static Optional<LocalWay> of(HaSpec spec) {
    return spec.kubernetes()
        .map(cluster -> cluster.endpoint().value())
        .filter(endpoint -> OWN.contains(endpoint.host()) || endpoint.address().isEmpty())
        .flatMap(endpoint -> at(spec, endpoint));
  }

  private static Optional<LocalWay> at(HaSpec spec, HostPort endpoint) {
    if (!spec.virtualAddresses().isEmpty()) return Optional.empty();
    return spec.proxies().stream()
        .filter(proxy -> proxy.selection().value() instanceof Selection.EveryNode)
        .filter(LocalWay::leadsToApiServers)
        .flatMap(
            proxy ->
                proxy.listen().value().stream()
                    .filter(listen -> listen.port().equals(endpoint.port()))
                    .map(listen -> new LocalWay(proxy, own(listen))))
        .findFirst();
  }

  private static boolean leadsToApiServers(SpecProxy proxy) {
    return proxy.serverRole().value().map(Role.CONTROL_PLANE::equals).orElse(true);
  }

  private static HostPort own(HostPort listen) {
    boolean v6 = listen.address().filter(address -> address.isV6()).isPresent();
    return new HostPort(v6 ? "::1" : "127.0.0.1", listen.port());
  }
}
