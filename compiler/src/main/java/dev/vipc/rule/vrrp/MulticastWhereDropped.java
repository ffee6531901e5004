package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;

/** Finds routers that advertise by multicast where the network is stated to drop it. */
@AutoService(Rule.class)
public final class MulticastWhereDropped implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA040",
          "multicast-where-dropped",
          Severity.ERROR,
          """
          A virtual router advertises by multicast, and `.vipc.yaml` says that the network drops multicast.

          VRRP's advertisements go to 224.0.0.18 or ff02::12 (RFC 9568, sections 5.1.1.2 and 5.1.2.2) unless `unicast_peer` names
          the others. The networks of most clouds carry no multicast (AWS says so of its VPCs, which carry it through a transit
          gateway alone), and some switches drop it where IGMP snooping has no querier. No node then hears another one, and all
          hold the address at once.

          Nothing in keepalived's files says what the network carries, so the rule speaks only where `thresholds.multicast` of
          `.vipc.yaml` is `dropped`.

          Write `unicast_src_ip` and `unicast_peer` with the addresses of the others, on every node.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    if (deployment.thresholds().multicast().orElse(true)) return;
    for (Node node : deployment.nodes())
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        if (daemon.includes().isEmpty()) // an included file may name the peers
        daemon.routers().stream()
              .filter(router -> !router.isUnicast())
              .forEach(router -> out.report(finding(router)));
  }

  private static Diagnostic finding(VirtualRouter router) {
    return Diagnostic.of(
            META,
            router.name().span(),
            "`%s` advertises by multicast, which this network drops: every node would hold the address"
                .formatted(router.name().value()))
        .help("write unicast_src_ip and unicast_peer on every node");
  }
}
