package dev.vipc.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * One LVS service on one balancer: the listeners of one family of a proxy, all on virtual addresses
 * that the node may hold, and the servers' addresses of that family.
 *
 * @param name the proxy's name; {@code NAME-v6} for the IPv6 part of one with both families
 * @param listeners each an address and a port
 * @param servers those that serve while enough of them are well
 * @param backup the one that serves when too few are
 */
public record VirtualServer(
    String name,
    SpecProxy proxy,
    boolean v6,
    List<HostPort> listeners,
    List<RealServer> servers,
    Optional<RealServer> backup) {
  /** A server with its address of the service's family. */
  public record RealServer(SpecProxy.Server server, IpAddress address) {
    public int port() {
      return server.port().value();
    }
  }

  public Lvs lvs() {
    return proxy.lvs().orElseThrow();
  }
}
