package dev.vipc.rule.proxy;

import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The servers of backends as addresses, and the control plane that other files of the deployment
 * show.
 */
final class ServerSets {
  private static final Set<String> CONTROL_PLANE_GROUPS =
      Set.of("master", "control-plane", "kube_control_plane");

  /**
   * Where a server is.
   *
   * @param port 0 where the server has the port that the client came to
   */
  record Target(String host, int port) {
    @Override
    public String toString() {
      return port == 0 ? host : host + ":" + port;
    }
  }

  private final Map<String, String> resolved = new HashMap<>();
  private final Map<String, Span> controlPlane = new LinkedHashMap<>();
  private final Map<String, Located<Integer>> bound = new HashMap<>();
  private final Map<String, String> machines = new HashMap<>();
  private boolean complete;

  ServerSets(Deployment deployment) {
    deployment.all(HostEntry.class).forEach(this::take);
    deployment.all(KubeadmFile.class).forEach(this::take);
  }

  private void take(HostEntry host) {
    String address = host.address().value().toString();
    resolved.putIfAbsent(host.name().value(), address);
    machines.putIfAbsent(address, host.name().value());
    if (host.groups().stream().noneMatch(CONTROL_PLANE_GROUPS::contains)) return;
    complete = true;
    controlPlane.putIfAbsent(address, host.address().span());
  }

  private void take(KubeadmFile file) {
    for (KubeadmFile.Init init : file.inits()) take(init.advertiseAddress(), init.bindPort());
    for (KubeadmFile.Join join : file.joins())
      if (join.controlPlane()) take(join.advertiseAddress(), join.bindPort());
  }

  private void take(Setting<String> advertised, Setting<Integer> bindPort) {
    if (!(advertised instanceof Setting.Given<String>(var text, var place))) return;
    Optional<String> address = IpAddress.parse(text).map(IpAddress::toString);
    address.ifPresent(host -> controlPlane.putIfAbsent(host, place));
    address.ifPresent(
        host ->
            bindPort
                .orDefault(ApiServerProxies.DEFAULT_PORT)
                .ifPresent(
                    port ->
                        bound.putIfAbsent(
                            host, new Located<>(port, bindPort.span().orElse(place)))));
  }

  /**
   * The servers of a backend that are in use, each where it is written; empty where not all of them
   * are known, or where one goes through the loopback.
   */
  Map<Target, Span> of(Proxy backend) {
    Map<Target, Span> targets = new LinkedHashMap<>();
    for (Server server : backend.servers()) {
      if (!(server.address() instanceof Setting.Given<HostPort>(var address, var place)))
        return Map.of();
      Optional<String> host = host(address);
      if (host.isEmpty() || server.count() > 1) return Map.of();
      targets.putIfAbsent(new Target(host.get(), address.port().orElse(0)), place);
    }
    return targets;
  }

  private Optional<String> host(HostPort address) {
    Optional<IpAddress> literal = address.address();
    if (literal.isEmpty()) return Optional.ofNullable(resolved.get(address.host()));
    return literal.filter(ip -> !ip.address().isLoopbackAddress()).map(IpAddress::toString);
  }

  /** The addresses of the control-plane nodes that are known, and where each is written. */
  Map<String, Span> controlPlane() {
    return controlPlane;
  }

  /** Whether one of the hosts is the machine of an address, by this or by another address of it. */
  boolean isAmong(Set<String> hosts, String address) {
    String machine = machines.get(address);
    return hosts.contains(address)
        || machine != null && hosts.stream().anyMatch(host -> machine.equals(machines.get(host)));
  }

  /** Whether an inventory lists the whole control plane. */
  boolean isComplete() {
    return complete;
  }

  /** The port that a control-plane node's API server listens on. */
  Optional<Located<Integer>> boundPort(String host) {
    return Optional.ofNullable(bound.get(host));
  }
}
