package dev.vipc.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.spec.Lvs.Forwarding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What LVS asks of the machines of a spec beside keepalived. */
public record LvsHosts(HaSpec spec) {
  private static final String TUNNEL_V4 = "tunl0";
  private static final String TUNNEL_V6 = "ip6tnl0";

  /** Kernel settings of a node that balances: where answers come back through it, it forwards. */
  public Map<String, String> balancerSettings(SpecNode node) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (VirtualServer service : spec.virtualServersOn(node))
      if (service.lvs().forwarding().value() == Forwarding.NAT)
        settings.put(service.v6() ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward", "1");
    return settings;
  }

  /** The virtual addresses that packets arrive for unchanged on a server, each once. */
  public List<IpAddress> addresses(SpecNode server) {
    return services(server)
        .flatMap(service -> service.listeners().stream())
        .flatMap(listener -> listener.address().stream())
        .distinct()
        .toList();
  }

  /** The device that a server holds such an address on. */
  public String device(SpecNode server, IpAddress address) {
    boolean tunnelled =
        services(server)
            .filter(service -> service.lvs().forwarding().value() == Forwarding.TUNNEL)
            .flatMap(service -> service.listeners().stream())
            .map(HostPort::address)
            .anyMatch(held -> held.filter(address::equals).isPresent());
    return tunnelled ? tunnel(address.isV6()) : "lo";
  }

  /** The devices that take packets out of their tunnels; the kernel makes them. */
  public List<String> tunnelDevices(SpecNode server) {
    return addresses(server).stream()
        .map(address -> device(server, address))
        .filter(device -> !device.equals("lo"))
        .distinct()
        .toList();
  }

  /**
   * Kernel settings of a server: it answers ARP for no address that stands on another interface,
   * and names none in its own questions. Neighbour discovery asks for the interface by itself.
   */
  public Map<String, String> serverSettings(SpecNode server) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (addresses(server).stream().anyMatch(address -> !address.isV6())) {
      settings.put("net.ipv4.conf.all.arp_ignore", "1");
      settings.put("net.ipv4.conf.all.arp_announce", "2");
    }
    if (tunnelDevices(server).contains(TUNNEL_V4)) {
      settings.put("net.ipv4.conf.all.rp_filter", "0");
      settings.put("net.ipv4.conf." + TUNNEL_V4 + ".rp_filter", "0");
    }
    return settings;
  }

  /** The services that reach a node with the virtual address still in their packets. */
  private Stream<VirtualServer> services(SpecNode server) {
    // asked of every node about every node, and most specs have none
    if (spec.proxies().stream().noneMatch(proxy -> proxy.engine().value() == SpecProxy.Engine.LVS))
      return Stream.empty();
    return spec.nodes().stream()
        .flatMap(node -> spec.virtualServersOn(node).stream())
        .filter(service -> service.lvs().forwarding().value().answersDirectly())
        .filter(service -> leadsTo(service, server));
  }

  private static boolean leadsTo(VirtualServer service, SpecNode node) {
    return Stream.concat(service.servers().stream(), service.backup().stream())
        .anyMatch(
            server ->
                node.addresses().stream().anyMatch(own -> own.value().equals(server.address())));
  }

  private static String tunnel(boolean v6) {
    return v6 ? TUNNEL_V6 : TUNNEL_V4;
  }
}
