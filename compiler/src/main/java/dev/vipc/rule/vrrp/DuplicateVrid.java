package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** VRIDs that do not tell the virtual routers of a segment apart, or tear one into two. */
@AutoService(Rule.class)
public final class DuplicateVrid implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
          "KA008",
          "duplicate-vrid",
          Severity.ERROR,
          """
          Two virtual routers of one segment share a VRID, or the nodes of one virtual router do not.

          The VRID alone says which virtual router an advertisement speaks of (RFC 9568, sections
          5.2.3 and 7.3). Where two virtual routers share it, each takes the other's advertisements
          for its own: keepalived up to 2.3.2 refuses them because the addresses differ, so that all
          nodes hold their addresses and the logs fill; later releases obey them, and one of the two
          addresses has no holder (both measured). Within one file keepalived refuses to start. Where
          the nodes of one virtual router use different VRIDs, they do not hear each other and each
          holds the address.

          Two virtual routers are taken to share a segment when both send to one multicast group and
          their addresses lie in one network: the prefix that is written with them, else a /24 (/64
          for IPv6). The default of a distribution is no fault by itself.

          Give every virtual router of a segment a VRID of its own, the same on all of its nodes.
          """);
  private static final int GUESSED_V4 = 24;
  private static final int GUESSED_V6 = 64;

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<VrrpGroup> groups = VrrpGroup.of(deployment);
    for (VrrpGroup group : groups)
      Disagreement.in(group, member -> member.router().validVrid())
          .ifPresent(found -> found.odd().forEach(odd -> out.report(torn(odd, found.most()))));
    for (VrrpGroup group : groups)
      groups.stream()
          .takeWhile(earlier -> earlier != group)
          .flatMap(earlier -> clash(earlier, group).stream())
          .findFirst()
          .ifPresent(out::report);
  }

  private static Diagnostic torn(Member odd, Member most) {
    return Diagnostic.of(
            META,
            place(odd.router()),
            "`%s` has VRID %s for the address that `%s` holds with VRID %s: both would hold it"
                .formatted(odd.label(), vrid(odd), most.label(), vrid(most)))
        .also(place(most.router()), "VRID %s on `%s`".formatted(vrid(most), most.label()))
        .help("write the same virtual_router_id on every node of the virtual router");
  }

  private static Optional<Diagnostic> clash(VrrpGroup first, VrrpGroup second) {
    for (Member later : second.members())
      for (Member earlier : first.members())
        if (haveOneVrid(earlier, later) && meet(earlier, later))
          return Optional.of(clash(earlier, later));
    return Optional.empty();
  }

  private static Diagnostic clash(Member earlier, Member later) {
    return Diagnostic.of(
            META,
            place(later.router()),
            "VRID %s of `%s` is also that of `%s`, which holds other addresses"
                .formatted(vrid(later), name(later), name(earlier)))
        .also(place(earlier.router()), "`%s` has it here".formatted(name(earlier)))
        .help(
            "give one of the two virtual routers another VRID (1..255), the same on all its nodes");
  }

  private static boolean haveOneVrid(Member a, Member b) {
    return a.router().validVrid().isPresent()
        && a.router().validVrid().equals(b.router().validVrid())
        && a.isV6().isPresent()
        && a.isV6().equals(b.isV6());
  }

  private static boolean meet(Member a, Member b) {
    boolean unicast = a.router().isUnicast();
    if (unicast != b.router().isUnicast()) return false;
    if (a.daemon() == b.daemon()) return unicast ? shareAPeer(a, b) : shareTheInterface(a, b);
    boolean nodesAreKnown = a.node() != b.node() && a.node().name().isPresent();
    if (!nodesAreKnown || b.node().name().isEmpty()) return false;
    if (unicast) return lists(a, b) || lists(b, a);
    return a.multicastGroup().isPresent()
        && a.multicastGroup().equals(b.multicastGroup())
        && addresses(a).anyMatch(x -> addresses(b).anyMatch(y -> shareANetwork(x, y)));
  }

  private static boolean shareTheInterface(Member a, Member b) {
    return a.router().iface().value().isPresent()
        && a.router().iface().value().equals(b.router().iface().value())
        && a.multicastGroup().equals(b.multicastGroup());
  }

  private static boolean shareAPeer(Member a, Member b) {
    return a.router().unicastPeers().stream()
        .flatMap(peer -> peer.value().stream())
        .anyMatch(peer -> b.router().unicastPeers().stream().anyMatch(other -> other.is(peer)));
  }

  private static boolean lists(Member a, Member b) {
    return b.router().sourceAddress().value().stream()
        .anyMatch(source -> a.router().unicastPeers().stream().anyMatch(peer -> peer.is(source)));
  }

  private static Stream<VirtualAddress> addresses(Member member) {
    return member.router().addresses().stream().map(Setting::value).flatMap(Optional::stream);
  }

  private static boolean shareANetwork(VirtualAddress a, VirtualAddress b) {
    return network(a).contains(b.address()) && network(b).contains(a.address());
  }

  private static Cidr network(VirtualAddress address) {
    boolean host = !address.prefixGiven() || address.prefixLength() == address.address().bits();
    int guessed = address.address().isV6() ? GUESSED_V6 : GUESSED_V4;
    return new Cidr(address.address(), host ? guessed : address.prefixLength());
  }

  private static String name(Member member) {
    Located<String> name = member.router().name();
    return member.node().name().map(node -> name.value() + "` on `" + node).orElse(name.value());
  }

  private static String vrid(Member member) {
    return member.router().validVrid().map(Object::toString).orElse("?");
  }

  private static Span place(VirtualRouter router) {
    return router.vrid().span().orElse(router.name().span());
  }
}
