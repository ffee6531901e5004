package dev.vipc.emit.vipd;

import dev.vipc.emit.Build;
import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The interfaces that a node's plan may use: the node's own with its subnets, and those that are
 * tracked, of which no subnet is known.
 */
final class InterfacesPlan {
  private final Build build;
  private final SpecNode node;
  private final List<RouterOnNode> routers;
  private final PlanText text;

  InterfacesPlan(Build build, SpecNode node, List<RouterOnNode> routers) {
    this.build = build;
    this.node = node;
    this.routers = routers;
    this.text = new PlanText(build);
  }

  List<Map<String, Object>> values() {
    Map<String, Map<String, Object>> interfaces = new LinkedHashMap<>();
    node.iface()
        .ifPresent(own -> interfaces.put(own.value(), value(own, subnets(own.value(), true))));
    for (RouterOnNode router : routers)
      interfaces.computeIfAbsent(
          router.iface().value(),
          other -> value(router.iface(), subnets(other, node.iface().isEmpty())));
    for (Track track : build.spec().tracksOn(node, VirtualAddress.Engine.VIPD))
      if (track instanceof Track.OfInterface other)
        interfaces.putIfAbsent(other.iface().value(), value(other.iface(), List.of()));
    return List.copyOf(interfaces.values());
  }

  private Map<String, Object> value(Located<String> name, List<String> subnets) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("name", text.iface(name));
    value.put("subnets", subnets);
    return value;
  }

  /** The networks of the spec that the node lies in, and those of the virtual addresses. */
  private List<String> subnets(String iface, boolean own) {
    List<Cidr> subnets = new ArrayList<>();
    for (Cidr network : build.spec().prefixes())
      if (own && liesIn(network) && !isElsewhere(network, iface)) subnets.add(network);
    for (RouterOnNode router : routers)
      if (router.iface().value().equals(iface))
        for (VirtualAddress.Ip ip : router.addresses())
          if (subnets.stream().noneMatch(subnet -> subnet.contains(ip.address().value())))
            subnets.add(new Cidr(ip.address().value(), prefix(ip)));
    Set<String> texts = new LinkedHashSet<>();
    for (Cidr subnet : subnets) texts.add(subnet.toString());
    return List.copyOf(texts);
  }

  private boolean liesIn(Cidr network) {
    return node.addresses().stream().anyMatch(at -> network.contains(at.value()));
  }

  private boolean isElsewhere(Cidr network, String iface) {
    return routers.stream()
        .filter(router -> !router.iface().value().equals(iface))
        .flatMap(router -> router.addresses().stream())
        .anyMatch(ip -> network.contains(ip.address().value()));
  }

  /** That of the spec's network, or the virtual address's own. */
  private int prefix(VirtualAddress.Ip ip) {
    IpAddress address = ip.address().value();
    return build.spec().prefixes().stream()
        .filter(network -> network.contains(address))
        .map(Cidr::prefixLength)
        .findFirst()
        .orElse(ip.prefixLength().value());
  }
}
