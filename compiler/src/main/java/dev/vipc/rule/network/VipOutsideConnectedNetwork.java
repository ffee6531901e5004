package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.Facts;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Parts;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds virtual addresses that lie in no network of a machine that may hold them. */
@AutoService(Rule.class)
public final class VipOutsideConnectedNetwork implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET006",
          "vip-outside-connected-network",
          Severity.ERROR,
          """
          A virtual address lies in no network that its holder is connected to.

          VRRP and kube-vip's ARP mode move an address by gratuitous ARP, which reaches one layer-2 segment. A host or
          router of another network never asks that segment for the address, so nobody reaches it. A prefix that is
          written with the address (`10.1.2.9/24`) only adds a route on the holder; it moves no machine into that
          network.

          The rule speaks only where the files hold the facts: the networks of the HA spec or of `.vipc.yaml`; or a
          prefix at the address, on the router's own interface, that does not contain the address which the same
          router sends its advertisements from (both private, or both public). It stays silent without them, and in
          kube-vip's BGP and routing-table modes.

          Take a free address of the network that every possible holder's interface is in.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Located<Cidr>> networks =
        deployment.facts().networks().stream()
            .map(Facts.Network::prefixes)
            .flatMap(List::stream)
            .toList();
    deployment
        .parts()
        .flatMap(parts -> findings(parts, networks))
        .collect(
            Collectors.groupingBy(Diagnostic::message, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(same -> out.report(one(same)));
  }

  /** Several holders' findings on one virtual address, as one. */
  private static Diagnostic one(List<Diagnostic> same) {
    Diagnostic first = same.getFirst();
    for (Diagnostic other : same.subList(1, same.size())) {
      first = first.also(other.span(), "also here");
      for (Label label : other.labels())
        if (!first.labels().contains(label)) first = first.also(label.span(), label.text());
    }
    return first;
  }

  private static Stream<Diagnostic> findings(Parts parts, List<Located<Cidr>> networks) {
    Stream<Diagnostic> vrrp =
        parts.all(VrrpDaemon.class).stream()
            .flatMap(daemon -> daemon.routers().stream())
            .flatMap(router -> findings(router, networks));
    Stream<Diagnostic> kubeVip =
        parts.all(KubeVip.class).stream()
            .filter(VipOutsideConnectedNetwork::announcesByArp)
            .flatMap(instance -> instance.virtualAddress().stream())
            .flatMap(vip -> outsideAll(vip, networks).stream());
    return Stream.concat(vrrp, kubeVip);
  }

  private static Stream<Diagnostic> findings(VirtualRouter router, List<Located<Cidr>> networks) {
    return router.knownAddresses().stream()
        .flatMap(
            vip ->
                outsideAll(vip.map(VirtualRouter.VirtualAddress::address), networks)
                    .or(() -> outsideSource(router, vip))
                    .stream());
  }

  private static boolean announcesByArp(KubeVip kubeVip) {
    return kubeVip.modes().stream().allMatch(mode -> mode.value().equals("arp"));
  }

  private static Optional<Diagnostic> outsideAll(
      Located<IpAddress> vip, List<Located<Cidr>> networks) {
    List<Located<Cidr>> family =
        networks.stream()
            .filter(network -> network.value().address().isV6() == vip.value().isV6())
            .toList();
    if (family.isEmpty() || family.stream().anyMatch(n -> n.value().contains(vip.value())))
      return Optional.empty();
    Diagnostic finding =
        Diagnostic.of(
                META,
                vip.span(),
                "virtual address `%s` lies in none of the networks".formatted(vip.value()))
            .help("take a free address of `%s`".formatted(family.getFirst().value()));
    for (Located<Cidr> network : family)
      finding = finding.also(network.span(), "network `%s`".formatted(network.value()));
    return Optional.of(finding);
  }

  private static Optional<Diagnostic> outsideSource(
      VirtualRouter router, Located<VirtualRouter.VirtualAddress> at) {
    VirtualRouter.VirtualAddress vip = at.value();
    if (!isOnOwnInterface(router, vip)) return Optional.empty();
    Cidr prefix = new Cidr(vip.address(), vip.prefixLength());
    return router
        .sourceAddress()
        .located()
        .filter(source -> source.value().isV6() == vip.address().isV6())
        .filter(source -> isPrivate(source.value()) == isPrivate(vip.address()))
        .filter(source -> !prefix.contains(source.value()))
        .map(
            source ->
                Diagnostic.of(
                        META,
                        at.span(),
                        "virtual address `%s` is in another network than its holder"
                            .formatted(prefix))
                    .also(source.span(), "the holder's address `%s`".formatted(source.value()))
                    .help(
                        "take a free address of the network that the holders' interfaces are in"));
  }

  private static boolean isOnOwnInterface(VirtualRouter router, VirtualRouter.VirtualAddress vip) {
    boolean named = !vip.device().isUnset();
    boolean same = !named || vip.device().value().equals(router.iface().value());
    return same && vip.prefixGiven() && vip.prefixLength() < vip.address().bits();
  }

  private static boolean isPrivate(IpAddress address) {
    return address.address().isSiteLocalAddress();
  }
}
