package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds virtual addresses that a machine already has. */
@AutoService(Rule.class)
public final class VipIsMachineAddress implements Rule {
  private static final int ADDRESS_OWNER = 255;
  private static final RuleMeta META =
      new RuleMeta(
          "NET005",
          "vip-is-machine-address",
          Severity.ERROR,
          """
          A virtual address is also a machine's own address.

          When another machine takes the virtual address, two hosts answer ARP for it, and the machine whose own
          address it is drops out of the network: SSH, etcd and its API server with it. The virtual address has to be
          free. A router of priority 255, the address owner of RFC 9568 section 6.1, is left alone: it is meant to
          hold its own address.

          Take an address of the same network that no machine has and that DHCP does not give out.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<IpAddress, Located<IpAddress>> machines = machines(deployment);
    Set<IpAddress> owned = owned(deployment);
    deployment.virtualAddresses().stream()
        .collect(Collectors.groupingBy(Located::value, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (address, places) -> {
              Located<IpAddress> machine = machines.get(address);
              if (machine != null && !owned.contains(address)) out.report(finding(places, machine));
            });
  }

  private static Diagnostic finding(List<Located<IpAddress>> places, Located<IpAddress> machine) {
    Located<IpAddress> vip = places.getFirst();
    Diagnostic finding =
        Diagnostic.of(
                META,
                vip.span(),
                "virtual address `%s` is a machine's own address".formatted(vip.value()))
            .also(machine.span(), "the machine's address")
            .help("take an address that no machine has and DHCP does not give out");
    for (Located<IpAddress> other : places.subList(1, places.size()))
      finding = finding.also(other.span(), "the virtual address also here");
    return finding;
  }

  /**
   * The inventory leaves virtual addresses in host lists out, since lists name them too; where the
   * name is a machine's, the line is that machine's address all the same.
   */
  private static Map<IpAddress, Located<IpAddress>> machines(Deployment deployment) {
    Inventory inventory = Inventory.of(deployment);
    Set<String> names =
        Stream.concat(
                deployment.nodes().stream().flatMap(node -> node.name().stream()),
                inventory.entries().stream()
                    .filter(entry -> entry.source() != Inventory.Source.HOST_LIST)
                    .flatMap(entry -> entry.name().stream())
                    .map(Located::value))
            .collect(Collectors.toSet());
    Map<IpAddress, Located<IpAddress>> machines = new HashMap<>();
    for (Located<IpAddress> at : inventory.addresses()) machines.putIfAbsent(at.value(), at);
    deployment
        .all(HostEntry.class)
        .filter(host -> names.contains(host.name().value()))
        .map(HostEntry::address)
        .forEach(at -> machines.putIfAbsent(at.value(), at));
    return machines;
  }

  private static Set<IpAddress> owned(Deployment deployment) {
    return deployment
        .all(VrrpDaemon.class)
        .flatMap(daemon -> daemon.routers().stream())
        .filter(router -> router.priority().is(ADDRESS_OWNER))
        .flatMap(router -> router.knownAddresses().stream())
        .map(Located::value)
        .map(VirtualRouter.VirtualAddress::address)
        .collect(Collectors.toSet());
  }
}
