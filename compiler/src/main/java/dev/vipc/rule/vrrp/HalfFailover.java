package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.RouterTraffic;
import dev.vipc.model.TranslatedService;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.SyncGroup;
import dev.vipc.rule.Rule;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** Two sides of one path that can be on two nodes. */
@AutoService(Rule.class)
public final class HalfFailover implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA036",
              "half-failover",
              Severity.WARNING,
              """
              A node forwards between two interfaces, and nothing keeps their addresses on one node.

              With LVS in NAT mode the servers answer to the inner address, their gateway, and only the
              node that took the request in can translate the answer; with `virtual_routes` the node is a
              router between its interfaces. When one interface fails, only its virtual router moves:
              requests come in through one node and answers leave through another, which knows nothing of
              them. A `vrrp_sync_group` moves all of its members together (keepalived.conf(5)).

              Where proxies answer on several addresses each address can move alone, and the rule is
              silent; so it is where the priorities put the two addresses on different nodes on purpose.

              Put the virtual routers into one `vrrp_sync_group`.
              """)
          .withFix();

  /** Two virtual routers of one keepalived, and what ties them together. */
  private record Pair(VirtualRouter one, VirtualRouter other, Span reason) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        if (daemon.includes().isEmpty())
          pair(node, daemon).ifPresent(pair -> out.report(finding(daemon, pair)));
  }

  private static Optional<Pair> pair(Node node, VrrpDaemon daemon) {
    for (VirtualRouter one : daemon.routers()) {
      Optional<Span> reason = reason(node, daemon, one);
      if (reason.isEmpty()) continue;
      for (VirtualRouter other : daemon.routers())
        if (isOtherSide(one, other) && !areTied(daemon, one, other))
          return Optional.of(new Pair(one, other, reason.get()));
    }
    return Optional.empty();
  }

  /** Why the node forwards for the address of a virtual router. */
  private static Optional<Span> reason(Node node, VrrpDaemon daemon, VirtualRouter router) {
    Optional<Span> service =
        node.parts().all(TranslatedService.class).stream()
            .filter(nat -> nat.file() == daemon.file())
            .filter(nat -> nat.address().value().filter(ip -> holds(router, ip)).isPresent())
            .map(TranslatedService::method)
            .findFirst();
    return service.or(
        () ->
            node.parts().all(RouterTraffic.class).stream()
                .filter(traffic -> traffic.router().equals(router.span()))
                .flatMap(traffic -> traffic.routes().stream())
                .map(routes -> routes.part(0, "virtual_routes".length()))
                .findFirst());
  }

  private static boolean holds(VirtualRouter router, IpAddress address) {
    return router.knownAddresses().stream()
        .anyMatch(held -> held.value().address().equals(address));
  }

  /** Another interface, the same family, and the same node preferred as far as this file says. */
  private static boolean isOtherSide(VirtualRouter one, VirtualRouter other) {
    Optional<String> iface = one.iface().value();
    Optional<String> otherIface = other.iface().value();
    return iface.isPresent()
        && otherIface.isPresent()
        && !iface.equals(otherIface)
        && isV6(one) == isV6(other)
        && one.basePriority().isPresent()
        && one.basePriority().equals(other.basePriority());
  }

  private static boolean isV6(VirtualRouter router) {
    return router.knownAddresses().stream().anyMatch(address -> address.value().address().isV6());
  }

  private static boolean areTied(VrrpDaemon daemon, VirtualRouter one, VirtualRouter other) {
    boolean grouped =
        daemon.syncGroups().stream().anyMatch(group -> has(group, one) && has(group, other));
    // each that watches the other's interface gives its address away with it
    boolean watches = tracks(one, other.iface().value()) && tracks(other, one.iface().value());
    return grouped || watches;
  }

  private static boolean tracks(VirtualRouter router, Optional<String> iface) {
    return router.tracks().stream()
        .anyMatch(
            track ->
                track.kind() == VirtualRouter.Track.Kind.INTERFACE
                    && Optional.of(track.name().value()).equals(iface));
  }

  private static boolean has(SyncGroup group, VirtualRouter router) {
    return group.members().stream()
        .anyMatch(member -> member.value().equals(router.name().value()));
  }

  private static Diagnostic finding(VrrpDaemon daemon, Pair pair) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                pair.other().name().span(),
                "`%s` and `%s` can end up on different nodes"
                    .formatted(pair.one().name().value(), pair.other().name().value()))
            .also(pair.one().name().span(), "the other side of the path")
            .also(pair.reason(), "the node forwards for this side")
            .help("put both into one vrrp_sync_group");
    return isFree(daemon, pair.one()) && isFree(daemon, pair.other())
        ? finding.fix(group(daemon.file(), pair))
        : finding;
  }

  /** In no group yet, and with nothing that a group would drop: it takes no weights. */
  private static boolean isFree(VrrpDaemon daemon, VirtualRouter router) {
    return daemon.syncGroups().stream().noneMatch(group -> has(group, router))
        && router.tracks().stream()
            .allMatch(
                track ->
                    track.kind() == VirtualRouter.Track.Kind.INTERFACE && track.weight().isUnset());
  }

  private static Fix group(SourceFile file, Pair pair) {
    int end = file.text().length();
    String before = file.text().endsWith("\n") ? "\n" : "\n\n";
    String block =
        """
        vrrp_sync_group %s_%s {
            group {
                %s
                %s
            }
        }
        """
            .formatted(
                pair.one().name().value(),
                pair.other().name().value(),
                pair.one().name().value(),
                pair.other().name().value());
    return new Fix(
        "let them move together",
        false,
        List.of(new Fix.Edit(file.span(end, end), before + block)));
  }
}
