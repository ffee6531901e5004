package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.agent.plan.VirtualRouter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether each virtual address lies in a subnet that the interface really has, and who answers for
 * it now. The kernel is made to ask (ARP or neighbour solicitation) by a datagram to the discard
 * port.
 */
final class VirtualAddresses {
  private static final int DISCARD = 9;
  private static final long ANSWER_MILLIS = 600;
  private static final Pattern LINK_ADDRESS = Pattern.compile("lladdr ([0-9a-f:]{17})");
  private static final Pattern OF_VRRP = Pattern.compile("00:00:5e:00:0[12]:..");

  private final Machine machine;

  VirtualAddresses(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    List<Finding> findings = new ArrayList<>();
    for (VirtualRouter router : plan.virtualRouters())
      for (Subnet address : router.addresses()) {
        subnet(router, address).ifPresent(findings::add);
        findings.add(owner(router, address));
      }
    return findings;
  }

  private static Optional<Finding> subnet(VirtualRouter router, Subnet address) {
    String text = address.address().getHostAddress();
    try {
      NetworkInterface iface = NetworkInterface.getByName(router.iface());
      if (iface == null) return Optional.empty();
      boolean connected =
          iface.getInterfaceAddresses().stream()
              .anyMatch(
                  own ->
                      new Subnet(own.getAddress(), own.getNetworkPrefixLength())
                          .contains(address.address()));
      return Optional.of(
          connected
              ? Finding.ok("%s lies in a subnet of `%s`".formatted(text, router.iface()))
              : Finding.warning(
                  "%s lies in no subnet that `%s` has".formatted(text, router.iface()),
                  "nobody on the segment finds it unless it is routed here: take an address of the segment"));
    } catch (SocketException _) {
      return Optional.empty();
    }
  }

  private Finding owner(VirtualRouter router, Subnet address) {
    String text = address.address().getHostAddress();
    if (Links.hasAddress(router.iface(), address.address()))
      return router.isOwner()
          ? Finding.ok("%s is the node's own, as an address owner's may be".formatted(text))
          : Finding.warning(
              "%s is on `%s` already".formatted(text, router.iface()),
              "that is well while vipd or keepalived runs here; otherwise `ip address del` it");
    provoke(address.address());
    return machine
        .run(List.of("ip", "neighbour", "show", "to", text, "dev", router.iface()))
        .filter(entries -> !entries.isBlank())
        .map(entries -> answered(text, entries))
        .orElseGet(
            () ->
                Finding.warning(
                    "nobody could be asked who answers for %s".formatted(text),
                    "ask with `%s`, or install iproute2 and give the interface a subnet with the address"
                        .formatted(
                            address.isV6()
                                ? "ndisc6 %s %s".formatted(text, router.iface())
                                : "arping -D -I %s %s".formatted(router.iface(), text))));
  }

  /**
   * The kernel has an entry, without a link address where nobody answered (ip-neighbour(8)).
   *
   * @param entries what `ip neighbour` shows
   */
  private static Finding answered(String address, String entries) {
    Matcher answer = LINK_ADDRESS.matcher(entries);
    if (!answer.find()) return Finding.ok("nobody answers for %s".formatted(address));
    if (OF_VRRP.matcher(answer.group(1)).matches())
      return Finding.ok("a virtual router holds %s (%s)".formatted(address, answer.group(1)));
    return Finding.warning(
        "%s is in use by %s".formatted(address, answer.group(1)),
        "that is well while it is a member of this virtual router; otherwise take another address");
  }

  private static void provoke(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[0], 0, address, DISCARD));
      Thread.sleep(ANSWER_MILLIS);
    } catch (IOException _) {
      // no route: then nobody here can be asked
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
