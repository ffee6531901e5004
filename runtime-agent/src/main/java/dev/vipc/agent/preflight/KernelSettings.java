package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.VirtualRouter;
import java.util.ArrayList;
import java.util.List;

/** Settings of the kernel (Linux, ip-sysctl) that keep packets from where they belong. */
final class KernelSettings {
  private static final int STRICT = 1;

  private final Machine machine;

  KernelSettings(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    List<Finding> findings = new ArrayList<>();
    plan.virtualRouters().stream()
        .filter(router -> !router.addresses().getFirst().isV6())
        .map(VirtualRouter::iface)
        .distinct()
        .forEach(iface -> findings.add(reversePath(iface, usesVirtualMac(plan, iface))));
    if (plan.proxies().stream().anyMatch(proxy -> listensOnVirtualAddress(plan, proxy.listen())))
      findings.add(
          Finding.ok(
              "net.ipv4.ip_nonlocal_bind need not be set: vipd asks for it a socket at a time"));
    return findings;
  }

  private static boolean usesVirtualMac(Plan plan, String iface) {
    return plan.virtualRouters().stream()
        .anyMatch(router -> router.iface().equals(iface) && router.virtualMac());
  }

  private static boolean listensOnVirtualAddress(
      Plan plan, List<dev.vipc.agent.plan.Listen> listens) {
    return listens.stream()
        .flatMap(listen -> listen.address().stream())
        .anyMatch(
            at ->
                plan.virtualRouters().stream()
                    .flatMap(router -> router.addresses().stream())
                    .anyMatch(address -> address.address().equals(at)));
  }

  /** The larger of both counts. */
  private Finding reversePath(String iface, boolean virtualMac) {
    int filter = Math.max(number("all"), number(iface));
    String what = "rp_filter of `%s` is %d".formatted(iface, filter);
    if (filter == STRICT && virtualMac)
      return Finding.failure(
          what + ", and drops what comes to a virtual MAC address",
          "`sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.%s.rp_filter=0`, or 2 for both"
              .formatted(iface));
    return filter == STRICT
        ? Finding.warning(
            what + ": the kernel drops what comes in on another interface than answers go out",
            "set it to 2 where this node has several ways to its clients")
        : Finding.ok(what);
  }

  private int number(String name) {
    return machine
        .file("/proc/sys/net/ipv4/conf/" + name + "/rp_filter")
        .map(String::strip)
        .filter(text -> text.matches("[0-9]"))
        .map(Integer::parseInt)
        .orElse(0);
  }
}
