package dev.vipc.agent.preflight;

import dev.vipc.agent.firewall.Packet;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.plan.VirtualRouter.Transport;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** What a node is to hear from the other members of its virtual routers. */
final class Advertisements {
  /** VRRP's own groups (RFC 9568, sections 5.1.1.2 and 5.1.2.2). */
  private static final InetAddress GROUP = InetAddress.ofLiteral("224.0.0.18");

  private static final InetAddress GROUP_V6 = InetAddress.ofLiteral("ff02::12");

  /** Where advertisements over IPv6 come from (RFC 9568, section 5.1.2.1; RFC 4291, 2.5.6). */
  private static final Subnet LINK_LOCAL = new Subnet(InetAddress.ofLiteral("fe80::"), 64);

  private Advertisements() {}

  /** One for each sender that is known, or for the group; each once. */
  static List<Packet> expected(Plan plan) {
    return plan.virtualRouters().stream()
        .flatMap(router -> expected(router, onLink(plan, router)))
        .distinct()
        .toList();
  }

  private static Stream<Packet> expected(VirtualRouter router, List<Subnet> onLink) {
    return switch (router.transport()) {
      case Transport.Unicast(var own, var peers) ->
          peers.stream().map(peer -> from(peer, own, router.iface(), onLink));
      case Transport.Multicast(var group) ->
          Stream.of(
              new Packet(
                  router.iface(),
                  group.orElse(isV6(router) ? GROUP_V6 : GROUP),
                  onLink,
                  !onLink.isEmpty()));
    };
  }

  private static Packet from(InetAddress peer, InetAddress own, String iface, List<Subnet> onLink) {
    Subnet only = new Subnet(peer, peer.getAddress().length * Byte.SIZE);
    return new Packet(
        iface, own, List.of(only), onLink.stream().anyMatch(subnet -> subnet.contains(peer)));
  }

  /** The subnets of the interface in which the others' sources lie. */
  private static List<Subnet> onLink(Plan plan, VirtualRouter router) {
    boolean v6 = isV6(router);
    if (v6 && router.transport() instanceof Transport.Multicast) return List.of(LINK_LOCAL);
    return plan.interfaces().stream()
        .filter(iface -> iface.name().equals(router.iface()))
        .flatMap(iface -> iface.subnets().stream())
        .filter(subnet -> subnet.isV6() == v6)
        .toList();
  }

  private static boolean isV6(VirtualRouter router) {
    return router.addresses().getFirst().isV6();
  }
}
