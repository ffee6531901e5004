package dev.vipc.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.spec.VirtualServer.RealServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Works out which LVS services a proxy of a spec needs on a node. */
record VirtualServers(List<SpecNode> nodes, List<VirtualAddress> addresses) {

  /** One a family; empty where the node holds no address that the proxy listens on. */
  Stream<VirtualServer> of(SpecProxy proxy, SpecNode node) {
    boolean both = !listeners(proxy, node, false).isEmpty();
    return Stream.of(false, true)
        .filter(v6 -> !listeners(proxy, node, v6).isEmpty())
        .map(
            v6 ->
                new VirtualServer(
                    v6 && both ? proxy.name().value() + "-v6" : proxy.name().value(),
                    proxy,
                    v6,
                    listeners(proxy, node, v6),
                    servers(proxy, v6, false).toList(),
                    servers(proxy, v6, true).findFirst()));
  }

  /**
   * The virtual addresses of keepalived on a node that the listeners mean, with their ports: {@code
   * *} means every IPv4 one, {@code ::} every IPv6 one.
   */
  List<HostPort> listeners(SpecProxy proxy, SpecNode node, boolean v6) {
    List<HostPort> found = new ArrayList<>();
    for (HostPort listen : proxy.listen().value())
      for (VirtualAddress address : addresses)
        if (address.engine().value() == VirtualAddress.Engine.KEEPALIVED && address.isHeldBy(node))
          for (VirtualAddress.Ip ip : address.addresses())
            if (ip.address().value().isV6() == v6 && means(listen, ip.address().value()))
              found.add(at(ip.address().value(), listen.port()));
    return found.stream().distinct().toList();
  }

  /** A server's address of a family: its own, or that of the node of its name. */
  Optional<IpAddress> address(SpecProxy.Server server, boolean v6) {
    return IpAddress.parse(server.address().value())
        .filter(own -> own.isV6() == v6)
        .or(
            () ->
                nodes.stream()
                    .filter(node -> node.name().value().equals(server.name().value()))
                    .findFirst()
                    .flatMap(node -> node.address(v6)));
  }

  static boolean means(HostPort listen, IpAddress address) {
    return switch (listen.host()) {
      case "*", "0.0.0.0" -> !address.isV6();
      case "::" -> address.isV6();
      default -> listen.address().equals(Optional.of(address));
    };
  }

  private Stream<RealServer> servers(SpecProxy proxy, boolean v6, boolean backup) {
    return proxy.servers().stream()
        .filter(server -> server.backup().value() == backup)
        .flatMap(server -> address(server, v6).map(own -> new RealServer(server, own)).stream());
  }

  private static HostPort at(IpAddress address, OptionalInt port) {
    return new HostPort(address.toString(), port);
  }
}
