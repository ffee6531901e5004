package dev.vipc.rule.network;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Findings on a subnet that holds addresses which it must not hold: one for each subnet line. */
final class SubnetOverlaps {
  private static final int MOST_LABELS = 10;
  private static final List<String> FREE =
      List.of(
          "10.244.0.0/16", "172.20.0.0/16", "10.245.0.0/16", "192.168.0.0/16", "fd00:10:244::/48");

  private final RuleMeta rule;
  private final List<Located<IpAddress>> addresses;
  private final List<Cidr> taken;

  /** What is inside each subnet: the same one stands in the file of every node. */
  private final Map<Cidr, List<Located<IpAddress>>> bySubnet = new HashMap<>();

  /**
   * @param known tells which subnets the advice must not overlap
   */
  SubnetOverlaps(RuleMeta rule, List<Located<IpAddress>> addresses, KnownAddresses known) {
    this.rule = rule;
    this.addresses = addresses;
    this.taken =
        Stream.concat(known.podSubnets().stream(), known.serviceSubnets().stream())
            .map(subnet -> subnet.cidr().value())
            .distinct()
            .toList();
  }

  /**
   * Reports every subnet that holds one of the addresses.
   *
   * @param whose what the addresses are, in the singular
   */
  void report(List<KnownAddresses.Subnet> subnets, String whose, Reporter out) {
    for (KnownAddresses.Subnet subnet : subnets)
      finding(subnet.cidr(), subnet.key(), whose).ifPresent(out::report);
  }

  private Optional<Diagnostic> finding(Located<Cidr> subnet, String key, String whose) {
    List<Located<IpAddress>> inside =
        bySubnet.computeIfAbsent(
            subnet.value(),
            cidr -> addresses.stream().filter(at -> cidr.contains(at.value())).toList());
    if (inside.isEmpty()) return Optional.empty();
    String more = inside.size() == 1 ? "" : " and %d more".formatted(inside.size() - 1);
    String message =
        "`%s` `%s` contains the %s `%s`%s"
            .formatted(key, subnet.value(), whose, inside.getFirst().value(), more);
    Diagnostic finding = Diagnostic.of(rule, subnet.span(), message).help(help(subnet.value()));
    for (Located<IpAddress> at : inside.subList(0, Math.min(inside.size(), MOST_LABELS)))
      finding = finding.also(at.span(), "`%s` is inside".formatted(at.value()));
    return Optional.of(finding);
  }

  private String help(Cidr subnet) {
    return FREE.stream()
        .flatMap(text -> Cidr.parse(text).stream())
        .filter(free -> free.address().isV6() == subnet.address().isV6())
        .filter(free -> taken.stream().noneMatch(free::overlaps))
        .filter(free -> addresses.stream().noneMatch(at -> free.contains(at.value())))
        .findFirst()
        .map(free -> "take a subnet that no machine's network uses, such as `%s`".formatted(free))
        .orElse("take a subnet that no machine's network uses");
  }
}
