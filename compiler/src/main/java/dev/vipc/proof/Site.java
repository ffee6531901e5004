package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The machines of a deployment: its node folders, and those that its files name. */
final class Site {
  private final Deployment deployment;
  private final Map<String, Set<IpAddress>> addresses = new LinkedHashMap<>();
  private final Map<String, Optional<Node>> nodes = new LinkedHashMap<>();
  private final List<Host> hosts = new ArrayList<>();
  private final Map<IpAddress, Host> byAddress = new LinkedHashMap<>();
  private final Map<String, Host> byName = new LinkedHashMap<>();

  /** By identity: a node is its files, which it would take long to compare. */
  private final Map<Node, Host> byNode = new IdentityHashMap<>();

  private final Set<IpAddress> known = new HashSet<>();

  Site(Deployment deployment) {
    this.deployment = deployment;
    Inventory inventory = Inventory.of(deployment);
    deployment.nodes().forEach(this::add);
    for (Inventory.Entry entry : inventory.entries())
      if (entry.source() != Inventory.Source.VRRP) add(entry);
    for (String name : nodes.keySet()) make(name);
  }

  List<Host> hosts() {
    return List.copyOf(hosts);
  }

  Deployment deployment() {
    return deployment;
  }

  Optional<Host> of(Node node) {
    return Optional.ofNullable(byNode.get(node));
  }

  Optional<Host> at(IpAddress address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** The machine that a server's line leads to: by its address, else by the name of either. */
  Optional<Host> of(Proxy.Server server) {
    Optional<HostPort> address = server.address().value();
    return address
        .flatMap(HostPort::address)
        .flatMap(this::at)
        .or(() -> address.map(HostPort::host).map(byName::get))
        .or(() -> Optional.ofNullable(byName.get(server.name().value())));
  }

  private void add(Node node) {
    Set<IpAddress> own = addresses.computeIfAbsent(node.label(), _ -> new HashSet<>());
    nodes.put(node.label(), Optional.of(node));
    for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
      daemon.routers().forEach(r -> r.sourceAddress().value().ifPresent(own::add));
    for (KubeadmFile file : node.parts().all(KubeadmFile.class))
      Stream.concat(
              file.inits().stream().map(KubeadmFile.Init::advertiseAddress),
              file.joins().stream().map(KubeadmFile.Join::advertiseAddress))
          .flatMap(text -> text.value().flatMap(IpAddress::parse).stream())
          .forEach(own::add);
    known.addAll(own);
  }

  /** Joins by address first: a server's name need not be its machine's. */
  private void add(Inventory.Entry entry) {
    IpAddress address = entry.address().value();
    if (!known.add(address)) return;
    String name = entry.name().map(Located::value).orElseGet(address::toString);
    nodes.putIfAbsent(name, Optional.empty());
    addresses.computeIfAbsent(name, _ -> new HashSet<>()).add(address);
  }

  private void make(String name) {
    Host host =
        new Host(
            hosts.size(),
            name,
            nodes.getOrDefault(name, Optional.empty()),
            addresses.getOrDefault(name, Set.of()));
    hosts.add(host);
    byName.put(name, host);
    host.node().ifPresent(node -> byNode.put(node, host));
    host.addresses().forEach(address -> byAddress.putIfAbsent(address, host));
  }

  /** The proxies of a machine. */
  static List<ProxyDaemon> proxies(Host host) {
    return host.node().map(node -> node.parts().all(ProxyDaemon.class)).orElse(List.of());
  }

  /** A setting's value, or the program's default also where the value is not known. */
  static <T> T or(Setting<T> setting, T standard) {
    return setting.value().orElse(standard);
  }
}
