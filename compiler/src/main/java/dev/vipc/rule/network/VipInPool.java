package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.AddressRange;
import dev.vipc.model.Deployment;
import dev.vipc.model.GivesAddresses;
import dev.vipc.model.IpAddress;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.stream.Stream;

/** Finds virtual addresses that somebody else may give away. */
@AutoService(Rule.class)
public final class VipInPool implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET008",
          "vip-in-pool",
          Severity.WARNING,
          """
          The control plane's virtual address lies in a range that something else gives addresses from.

          A DHCP server gives it to a laptop one day, or MetalLB, Cilium or kube-vip's cloud provider to a Service of \
          type LoadBalancer: then two machines answer ARP for it, and clients reach whichever answered last. kube-vip's \
          issue 947 is a control plane and a Service on one address.

          The ranges are those of IPAddressPool (and MetalLB's old ConfigMap), CiliumLoadBalancerIPPool, the cloud \
          provider's ConfigMap, and `reserved` of the networks in the HA spec or `.vipc.yaml`.

          Take an address outside, or cut the range so that it leaves the address out.
          """);

  /** A range that somebody gives addresses from. */
  private record Pool(Located<AddressRange> range, String whose) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Pool> pools =
        Stream.concat(
                deployment.all(GivesAddresses.class).flatMap(VipInPool::pools),
                deployment.facts().networks().stream()
                    .flatMap(network -> network.reserved().stream())
                    .map(range -> new Pool(range, "reserved here")))
            .toList();
    if (pools.isEmpty()) return;
    for (Located<IpAddress> vip : new KnownAddresses(deployment).entrances())
      pools.stream()
          .filter(pool -> pool.range().value().contains(vip.value()))
          .findFirst()
          .ifPresent(pool -> report(vip, pool, out));
  }

  private static Stream<Pool> pools(GivesAddresses part) {
    return part.ranges().map(range -> new Pool(range, "a pool of " + part.announcer()));
  }

  private static void report(Located<IpAddress> vip, Pool pool, Reporter out) {
    out.report(
        Diagnostic.of(
                META,
                vip.span(),
                "`%s` lies in `%s`, which others get addresses from"
                    .formatted(vip.value(), pool.range().value()))
            .also(pool.range().span(), pool.whose())
            .help(
                "take an address outside that range, or cut the range so that it leaves this one out"));
  }
}
