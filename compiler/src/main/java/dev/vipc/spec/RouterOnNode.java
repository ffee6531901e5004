package dev.vipc.spec;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/**
 * One virtual router on one holder: the part of a virtual address that one VRRP instance carries.
 *
 * @param name the virtual address's name; {@code NAME-v6} for the IPv6 part of one with both
 *     families
 * @param priority 1..254
 * @param source the node's address of the family
 * @param peers the other holders' addresses of the family, in order of preference; empty with
 *     multicast
 * @param addresses the virtual addresses of the family
 */
public record RouterOnNode(
    String name,
    VirtualAddress address,
    SpecNode node,
    boolean v6,
    Vrrp vrrp,
    Chosen<Integer> priority,
    Optional<IpAddress> source,
    List<IpAddress> peers,
    List<VirtualAddress.Ip> addresses) {
  /** Where it speaks and holds its addresses. */
  public Located<String> iface() {
    return address.iface().or(node::iface).orElseThrow();
  }

  /** Whether it changes state with others, which then track together. */
  public boolean isGrouped() {
    return address.together().isPresent();
  }
}
