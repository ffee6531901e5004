package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Parts;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds virtual addresses whose holders give them different prefix lengths. */
@AutoService(Rule.class)
public final class VipPrefixLengthsDisagree implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET016",
          "vip-prefix-lengths-disagree",
          Severity.WARNING,
          """
          One virtual address has different prefix lengths in different places.

          With a shorter prefix than /32 (/128) the holder gets a second connected route, and may take the virtual
          address as the source of its own traffic; with /32 it does not. So machines behave differently depending on
          which of them holds the address. keepalived takes /32 (IPv6: /128) where no length is written.

          Where the networks are declared, a length that is neither /32 (/128) nor the one of the network around the
          address is reported too: it makes the holder believe in a network that is not there.

          Write the same length everywhere: /32 unless the machine has no other address in that network.
          """);

  private record Use(IpAddress address, int prefixLength, boolean given, Span span) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Located<Cidr>> networks =
        deployment.facts().networks().stream()
            .flatMap(network -> network.prefixes().stream())
            .toList();
    deployment
        .parts()
        .flatMap(VipPrefixLengthsDisagree::uses)
        .collect(Collectors.groupingBy(Use::address, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(
            uses -> {
              check(uses, out);
              uses.forEach(use -> check(use, networks, out));
            });
  }

  /** A length that is neither the whole address nor that of the declared network around it. */
  private static void check(Use use, List<Located<Cidr>> networks, Reporter out) {
    List<Located<Cidr>> around =
        networks.stream().filter(network -> network.value().contains(use.address())).toList();
    boolean known =
        use.prefixLength() == use.address().bits()
            || around.stream().anyMatch(n -> n.value().prefixLength() == use.prefixLength());
    if (around.isEmpty() || known) return;
    Located<Cidr> network = around.getFirst();
    out.report(
        Diagnostic.of(
                META,
                use.span(),
                "virtual address `%s` is /%d, and its network is `%s`"
                    .formatted(use.address(), use.prefixLength(), network.value()))
            .also(network.span(), "the network")
            .help(
                "write /%d or /%d"
                    .formatted(network.value().prefixLength(), use.address().bits())));
  }

  private static void check(List<Use> uses, Reporter out) {
    Use usual = usual(uses);
    for (Use use : uses) {
      if (use.prefixLength() == usual.prefixLength()) continue;
      out.report(
          Diagnostic.of(
                  META,
                  use.span(),
                  "virtual address `%s` %s here and /%d elsewhere"
                      .formatted(
                          use.address(),
                          use.given()
                              ? "is /" + use.prefixLength()
                              : "has no length, so /" + use.prefixLength(),
                          usual.prefixLength()))
              .also(usual.span(), "/%d here".formatted(usual.prefixLength()))
              .help("write the same length in every place"));
    }
  }

  /**
   * A use with the length that most places have; of equals, one that is written, then the first.
   */
  private static Use usual(List<Use> uses) {
    Map<Integer, Long> counts =
        uses.stream()
            .collect(
                Collectors.groupingBy(
                    Use::prefixLength, LinkedHashMap::new, Collectors.counting()));
    long most = counts.values().stream().max(Long::compare).orElse(0L);
    List<Use> candidates =
        uses.stream().filter(u -> most == counts.getOrDefault(u.prefixLength(), 0L)).toList();
    return candidates.stream().filter(Use::given).findFirst().orElse(candidates.getFirst());
  }

  private static Stream<Use> uses(Parts parts) {
    Stream<Use> vrrp =
        parts.all(VrrpDaemon.class).stream()
            .flatMap(daemon -> daemon.routers().stream())
            .flatMap(router -> router.knownAddresses().stream())
            .map(VipPrefixLengthsDisagree::use);
    Stream<Use> kubeVip =
        parts.all(KubeVip.class).stream().flatMap(instance -> use(instance).stream());
    return Stream.concat(vrrp, kubeVip);
  }

  private static Use use(Located<VirtualRouter.VirtualAddress> at) {
    VirtualRouter.VirtualAddress vip = at.value();
    return new Use(vip.address(), vip.prefixLength(), vip.prefixGiven(), at.span());
  }

  private static Optional<Use> use(KubeVip kubeVip) {
    return kubeVip
        .virtualAddress()
        .flatMap(
            vip ->
                kubeVip
                    .prefixLength()
                    .located()
                    .map(length -> new Use(vip.value(), length.value(), true, length.span())));
  }
}
