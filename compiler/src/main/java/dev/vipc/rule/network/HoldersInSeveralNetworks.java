package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Facts.Network;
import dev.vipc.model.IpAddress;
import dev.vipc.picture.Holder;
import dev.vipc.picture.NodeRoles;
import dev.vipc.picture.VirtualAddresses;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** NET015. */
@AutoService(Rule.class)
public final class HoldersInSeveralNetworks implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET015",
          "holders-in-several-networks",
          Severity.WARNING,
          """
          A machine that may hold a virtual address lies in another network than the address.

          keepalived and kube-vip's ARP mode move an address within one layer-2 segment. When the address moves to a \
          machine of another rack's network, the routers go on looking for it where its prefix is, so it is unreachable \
          until it moves back: the failover that the machine was put there for is an outage. VRRP's multicast does not \
          reach it either, so it may hold the address beside the first one. Source: RFC 9568 section 1.1; RFC 5227.

          The rule compares the addresses that the files give the machine with the networks of `.vipc.yaml` or of the \
          HA spec, and is silent without them, for a machine whose address is in none of them, and in kube-vip's BGP and \
          routing-table modes.

          Put all machines that may hold the address into one segment, or announce it by BGP.
          """);

  /** An address of a machine and the declared network that it is in. */
  private record Home(IpAddress address, Span place, Network network) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Network> networks = deployment.facts().networks();
    if (networks.size() < 2) return;
    VirtualAddresses virtual = VirtualAddresses.of(deployment);
    NodeRoles roles = NodeRoles.of(deployment);
    for (IpAddress address : virtual.all())
      networkOf(networks, address)
          .ifPresent(
              home -> {
                for (Holder holder : virtual.holders(address))
                  if (holder.staysInSegment())
                    elsewhere(holder, home, homes(holder, roles, networks)).ifPresent(out::report);
              });
  }

  private static Optional<Network> networkOf(List<Network> networks, IpAddress address) {
    return networks.stream().filter(network -> network.contains(address)).findFirst();
  }

  private static List<Home> homes(Holder holder, NodeRoles roles, List<Network> networks) {
    Map<IpAddress, Span> own = new LinkedHashMap<>(roles.addresses(holder.node()));
    own.keySet().removeIf(address -> address.isV6() != holder.address().isV6());
    return own.entrySet().stream()
        .flatMap(
            at ->
                networkOf(networks, at.getKey()).stream()
                    .map(network -> new Home(at.getKey(), at.getValue(), network)))
        .toList();
  }

  private static Optional<Diagnostic> elsewhere(Holder holder, Network network, List<Home> homes) {
    if (homes.isEmpty() || homes.stream().anyMatch(home -> home.network().equals(network)))
      return Optional.empty();
    Home home = homes.getFirst();
    return Optional.of(
        Diagnostic.of(
                META,
                holder.place(),
                "%s may hold `%s` of network `%s`, but lies in network `%s`"
                    .formatted(
                        holder.node().name().map("`%s`"::formatted).orElse("this node"),
                        holder.address(),
                        network.name(),
                        home.network().name()))
            .also(home.place(), "its address `%s`".formatted(home.address()))
            .help("let only machines of one segment hold the address, or announce it by BGP"));
  }
}
