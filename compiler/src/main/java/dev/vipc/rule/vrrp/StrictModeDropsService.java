package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.RouterTraffic;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Strict mode in front of a service. */
@AutoService(Rule.class)
public final class StrictModeDropsService implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA025",
              "strict-mode-drops-service",
              Severity.ERROR,
              """
              Strict mode is on, and a service is reached by the virtual address or the peers are unicast.

              `vrrp_strict` keeps to the letter of the RFC, in which only the owner of an address
              (priority 255) takes packets that are sent to it. keepalived installs packet filter rules
              that drop everything to and from the virtual addresses (measured with 2.2.7: the nftables
              table `keepalived` has `ip daddr @vips drop`), so the address is there and nobody can
              connect. That is right for a pair of gateways, which only forward; where a proxy, an API
              endpoint or LVS servers are behind the address it takes the service away.

              With unicast peers it is a warning: 2.2.7 accepts both together, later releases stop
              ("strict mode" has no unicast; measured with 2.4.3). What else strict mode refuses is KA107.

              Delete `vrrp_strict`.
              """)
          .withFix();
  private static final int OWNER = 255;

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Set<Span> said = new HashSet<>();
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members())
        finding(deployment, member)
            .filter(finding -> said.add(finding.span()))
            .ifPresent(out::report);
  }

  private static Optional<Diagnostic> finding(Deployment deployment, Member member) {
    Optional<RouterTraffic> traffic = traffic(member);
    Setting<Boolean> own = traffic.map(RouterTraffic::strict).orElse(Setting.unset());
    Setting<Boolean> strict = own.isUnset() ? member.daemon().strict() : own;
    boolean owner = member.router().basePriority().equals(Optional.of(OWNER));
    if (!strict.is(true) || owner) return Optional.empty();
    Span place = strict.span().orElseThrow();
    String keyword = own.isUnset() ? "vrrp_strict" : "strict_mode";
    boolean accepts =
        traffic.filter(t -> t.accept().is(true)).isPresent()
            && member.version().equals(Optional.of(3));
    Optional<Located<IpAddress>> address =
        member.router().knownAddresses().stream()
            .findFirst()
            .map(at -> at.map(VirtualRouter.VirtualAddress::address));
    Optional<Span> service = service(deployment, member);
    if (!accepts && address.isPresent() && service.isPresent())
      return Optional.of(
          cured(
              Diagnostic.of(
                      META,
                      place,
                      "`%s` drops every packet to `%s`, so nobody reaches the service there"
                          .formatted(keyword, address.get().value()))
                  .also(service.get(), "clients reach this by the address")
                  .help("delete `%s`: it is for gateways that only forward".formatted(keyword)),
              place,
              keyword));
    if (!member.router().isUnicast() || isSaidByTheProgram(deployment)) return Optional.empty();
    return Optional.of(
        cured(
            Diagnostic.of(
                    META, place, "strict mode has no unicast peers; later releases refuse them")
                .as(Severity.WARNING)
                .also(
                    member.router().unicastPeers().getFirst().span().orElseThrow(),
                    "unicast peers here")
                .help("delete `%s`".formatted(keyword)),
            place,
            keyword));
  }

  /** From 2.2.8 on the program's own check stops there, which is KA107. */
  private static boolean isSaidByTheProgram(Deployment deployment) {
    return deployment.targets().versionFor("keepalived").compareTo(new Version(2, 2, 7)) > 0;
  }

  private static Diagnostic cured(Diagnostic finding, Span place, String keyword) {
    return Statements.deleteLine(place, keyword)
        .map(edit -> finding.fix(new Fix("leave strict mode", true, List.of(edit))))
        .orElse(finding);
  }

  private static Optional<RouterTraffic> traffic(Member member) {
    return member.node().parts().all(RouterTraffic.class).stream()
        .filter(traffic -> traffic.router().equals(member.router().span()))
        .findFirst();
  }

  private static Optional<Span> service(Deployment deployment, Member member) {
    return new ServiceBehind(deployment, member.node(), member.router())
        .evidence()
        .or(
            () ->
                member.daemon().virtualServers().stream()
                    .filter(server -> isHeld(server.address(), member))
                    .map(VrrpDaemon.VirtualServer::span)
                    .map(span -> span.file().lineAt(span.start()))
                    .findFirst());
  }

  private static boolean isHeld(Setting<IpAddress> address, Member member) {
    return address
        .value()
        .filter(
            ip ->
                member.router().knownAddresses().stream()
                    .anyMatch(held -> held.value().address().equals(ip)))
        .isPresent();
  }
}
