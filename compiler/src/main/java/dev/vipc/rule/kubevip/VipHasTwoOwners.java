package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;

/** KV028. */
@AutoService(Rule.class)
public final class VipHasTwoOwners implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV028",
          "vip-has-two-owners",
          ERROR,
          """
              kube-vip and keepalived hold the same virtual address.

              keepalived elects by VRRP and kube-vip by a lease, and neither knows of the other: two nodes answer ARP for one address, and clients reach now one and
              now the other, or whoever answered last. Each takes the address off when it loses its own election.

              Two programs that announce Services from one range are NET009.

              Leave the address to one of them.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (KubeVip kubeVip : deployment.all(KubeVip.class).toList())
      kubeVip
          .virtualAddresses()
          .forEach(
              vip ->
                  deployment
                      .all(VrrpDaemon.class)
                      .flatMap(VrrpDaemon::virtualAddresses)
                      .filter(other -> other.value().equals(vip.value()))
                      .findFirst()
                      .ifPresent(other -> out.report(found(vip, other))));
  }

  private static Diagnostic found(Located<IpAddress> vip, Located<IpAddress> other) {
    return Diagnostic.of(META, vip.span(), "keepalived holds `%s` too".formatted(vip.value()))
        .also(other.span(), "also held by this")
        .help("leave the address to one of the two");
  }
}
