package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.AddressRange;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVipPools;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** KV035. */
@AutoService(Rule.class)
public final class MalformedServicePool implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV035",
              "malformed-service-pool",
              ERROR,
              """
              A pool of kube-vip's cloud provider is written so that it gives no address, or gives a machine's.

              The ConfigMap `kubevip` has networks under `cidr-NAMESPACE` and ranges `first-last` under `range-NAMESPACE`, with commas between several. What the provider cannot
              parse leaves every Service of the namespace pending, with a line in the provider's log. Source: kube-vip-cloud-provider's IPAM.

              A pool that contains a known machine's address is a warning: sooner or later a Service gets it, and two machines answer for it. `0.0.0.0/32` stands for an
              address by DHCP.

              Write networks under `cidr-…`, and ranges of one family, from low to high, under `range-…`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<KubeVipPools> all = deployment.all(KubeVipPools.class).toList();
    if (all.isEmpty()) return;
    List<Located<IpAddress>> machines = Inventory.of(deployment).addresses();
    for (KubeVipPools pools : all) {
      for (KubeVipPools.Pool pool : pools.pools())
        for (Setting<String> piece : pool.pieces())
          piece.located().flatMap(text -> malformed(pool, text)).ifPresent(out::report);
      pools.ranges().forEach(range -> machineIn(range, machines).ifPresent(out::report));
    }
  }

  private static Optional<Diagnostic> malformed(KubeVipPools.Pool pool, Located<String> text) {
    boolean network = Cidr.parse(text.value()).isPresent();
    boolean range = text.value().indexOf('-') > 0 && AddressRange.parse(text.value()).isPresent();
    if (pool.ofNetworks() ? network : range) return Optional.empty();
    Diagnostic found =
        Diagnostic.of(
                META,
                text.span(),
                "`%s` is no %s".formatted(text.value(), pool.ofNetworks() ? "network" : "range"))
            .also(pool.key().span(), "the pool's key");
    if (pool.ofNetworks() && range || !pool.ofNetworks() && network)
      return Optional.of(moved(pool, found));
    return Optional.of(
        found.help(
            pool.ofNetworks()
                ? "write a network such as `192.0.2.32/27`"
                : "write two addresses of one family, the lower first: `192.0.2.40-192.0.2.59`"));
  }

  /** The other kind of pool: where it has no other piece, its key is what is wrong. */
  private static Diagnostic moved(KubeVipPools.Pool pool, Diagnostic found) {
    String key = pool.key().value();
    String other =
        pool.ofNetworks() ? key.replaceFirst("cidr", "range") : key.replaceFirst("range", "cidr");
    Diagnostic helped = found.help("write it under the key `%s`".formatted(other));
    int start = pool.key().span().text().indexOf(key);
    if (pool.pieces().size() > 1 || start < 0) return helped;
    Span name = pool.key().span().part(start, start + key.length());
    return helped.fix(Fix.replace(name, other, "take the key of its kind"));
  }

  private static Optional<Diagnostic> machineIn(
      Located<AddressRange> range, List<Located<IpAddress>> machines) {
    return machines.stream()
        .filter(machine -> range.value().contains(machine.value()))
        .findFirst()
        .map(
            machine ->
                Diagnostic.of(
                        META,
                        range.span(),
                        "the pool `%s` contains a machine's address".formatted(range.value()))
                    .as(WARNING)
                    .also(machine.span(), "`%s` is a machine's".formatted(machine.value()))
                    .help("cut the pool so that it leaves the machines out"));
  }
}
