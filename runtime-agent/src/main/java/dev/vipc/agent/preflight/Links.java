package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.VirtualRouter;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the interfaces are there and up, and have the addresses that the plan builds on. */
final class Links {
  private final Machine machine;

  Links(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    List<Finding> findings = new ArrayList<>();
    for (Plan.Interface iface : plan.interfaces()) findings.add(state(iface));
    for (VirtualRouter router : plan.virtualRouters()) source(router).ifPresent(findings::add);
    return findings;
  }

  private Finding state(Plan.Interface iface) {
    String folder = "/sys/class/net/" + iface.name() + "/";
    Optional<String> state = machine.file(folder + "operstate").map(String::strip);
    if (state.isEmpty())
      return Finding.failure(
          "there is no interface `%s`".formatted(iface.name()),
          "write the name that `ip link` shows, or plug the card in");
    boolean carrier =
        machine.file(folder + "carrier").map(text -> text.strip().equals("1")).orElse(false);
    // a loopback or a tunnel is `unknown` and works
    return carrier && !state.get().equals("down")
        ? Finding.ok("the interface `%s` is up".formatted(iface.name()))
        : Finding.failure(
            "the interface `%s` is %s"
                .formatted(iface.name(), carrier ? state.get() : "without carrier"),
            "`ip link set %s up`, and look at the cable".formatted(iface.name()));
  }

  /** Advertisements go out from an address that must be the interface's own. */
  private static Optional<Finding> source(VirtualRouter router) {
    if (!(router.transport() instanceof VirtualRouter.Transport.Unicast(var source, _)))
      return Optional.empty();
    String where = "%s on `%s`".formatted(source.getHostAddress(), router.iface());
    return Optional.of(
        hasAddress(router.iface(), source)
            ? Finding.ok("virtual router %s speaks from %s".formatted(router.name(), where))
            : Finding.failure(
                "virtual router %s speaks from %s, which is not there"
                    .formatted(router.name(), where),
                "add the address to the interface, or correct the node's address in the spec"));
  }

  static boolean hasAddress(String iface, InetAddress address) {
    try {
      return Optional.ofNullable(NetworkInterface.getByName(iface))
          .map(found -> found.inetAddresses().anyMatch(own -> same(own, address)))
          .orElse(false);
    } catch (SocketException _) {
      return false;
    }
  }

  /** Without the scope, which an address of the plan does not have. */
  private static boolean same(InetAddress own, InetAddress other) {
    return java.util.Arrays.equals(own.getAddress(), other.getAddress());
  }
}
