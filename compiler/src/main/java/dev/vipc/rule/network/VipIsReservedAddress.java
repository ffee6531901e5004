package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds virtual addresses that are a network's own or its broadcast address. */
@AutoService(Rule.class)
public final class VipIsReservedAddress implements Rule {
  private static final int LONGEST_WITH_RESERVED = 30;
  private static final RuleMeta META =
      new RuleMeta(
          "NET007",
          "vip-is-reserved-address",
          Severity.ERROR,
          """
          A virtual address is the network address or the broadcast address of its prefix.

          Hosts of the network send to these addresses as broadcast, or not at all, so no client connects to them.
          The prefix is the one written with the address, or a network of the HA spec or of `.vipc.yaml`; /31 and /32
          have no reserved addresses (RFC 3021).

          Take an address between the two.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Cidr> networks =
        deployment.facts().networks().stream()
            .flatMap(network -> network.prefixes().stream())
            .map(Located::value)
            .toList();
    deployment
        .all(VrrpDaemon.class)
        .flatMap(daemon -> daemon.routers().stream())
        .flatMap(router -> router.knownAddresses().stream())
        .flatMap(vip -> reserved(vip, networks).stream())
        .collect(Collectors.groupingBy(Located::value, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(places -> out.report(finding(places)));
  }

  private static Diagnostic finding(List<Located<String>> places) {
    Diagnostic finding =
        Diagnostic.of(META, places.getFirst().span(), places.getFirst().value())
            .help("take an address between the network's first and last");
    for (Located<String> other : places.subList(1, places.size()))
      finding = finding.also(other.span(), "also here");
    return finding;
  }

  /** What is wrong with a reserved address, at its place. */
  private static Optional<Located<String>> reserved(
      Located<VirtualRouter.VirtualAddress> at, List<Cidr> networks) {
    VirtualRouter.VirtualAddress vip = at.value();
    Cidr own = new Cidr(vip.address(), vip.prefixLength());
    return Stream.concat(Stream.of(own), networks.stream())
        .filter(
            prefix -> !prefix.address().isV6() && prefix.prefixLength() <= LONGEST_WITH_RESERVED)
        .filter(prefix -> prefix.contains(vip.address()))
        .flatMap(prefix -> role(vip.address(), prefix).stream())
        .findFirst()
        .map(role -> "virtual address `%s` is %s".formatted(vip.address(), role))
        .map(message -> new Located<>(message, at.span()));
  }

  private static Optional<String> role(IpAddress address, Cidr prefix) {
    if (address.equals(prefix.network()))
      return Optional.of("the network address of `/%d`".formatted(prefix.prefixLength()));
    return address.equals(broadcast(prefix))
        ? Optional.of("the broadcast address of `/%d`".formatted(prefix.prefixLength()))
        : Optional.empty();
  }

  private static IpAddress broadcast(Cidr prefix) {
    byte[] bytes = Arrays.copyOf(prefix.network().address().getAddress(), 4);
    for (int bit = prefix.prefixLength(); bit < 32; bit++)
      bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
    return IpAddress.parse(
            "%d.%d.%d.%d".formatted(bytes[0] & 255, bytes[1] & 255, bytes[2] & 255, bytes[3] & 255))
        .orElseThrow();
  }
}
