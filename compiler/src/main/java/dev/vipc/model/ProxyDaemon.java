package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One proxy process and the proxies that its configuration defines, defaults resolved.
 *
 * @param conditional whether lines of it hold only under a condition ({@code .if})
 */
public record ProxyDaemon(
    SourceFile file,
    Engine engine,
    Setting<Integer> maxConnections,
    List<Proxy> proxies,
    boolean conditional)
    implements NamesMachines {
  public enum Engine {
    HAPROXY,
    NGINX,
    ENVOY,
    VIPD,
    /** The kernel's own balancer, which keepalived sets up. */
    LVS;

    /**
     * Whether its files say of modes, checks and timeouts what haproxy.cfg does; nginx and Envoy
     * have their own ways, and their own rules.
     */
    public boolean isLikeHaproxy() {
      return this == HAPROXY || this == VIPD;
    }
  }

  @Override
  public Stream<Inventory.Entry> machines(Inventory.Known known) {
    return proxies.stream()
        .filter(proxy -> !Collections.disjoint(proxy.serverPorts(), known.apiServerPorts()))
        .flatMap(proxy -> proxy.servers().stream())
        .flatMap(server -> machine(server, known).stream());
  }

  /** nginx and Envoy give their servers no name but the address. */
  private Optional<Located<String>> nameOf(Proxy.Server server) {
    return engine.isLikeHaproxy() ? Optional.of(server.name()) : Optional.empty();
  }

  private Optional<Inventory.Entry> machine(Proxy.Server server, Inventory.Known known) {
    return server
        .address()
        .located()
        .filter(at -> isApiServer(at.value(), known))
        .flatMap(at -> at.value().address().map(ip -> new Located<>(ip, at.span())))
        .filter(at -> known.isMachine(at.value()))
        .map(at -> new Inventory.Entry(nameOf(server), at, Inventory.Source.PROXY_SERVER, true));
  }

  private static boolean isApiServer(HostPort target, Inventory.Known known) {
    return target.port().isPresent() && known.apiServerPorts().contains(target.port().getAsInt());
  }
}
