package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.AddressRange;
import dev.vipc.model.Deployment;
import dev.vipc.model.GivesAddresses;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds pools of two announcers that share addresses. */
@AutoService(Rule.class)
public final class PoolsOverlap implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET009",
          "pools-overlap",
          Severity.WARNING,
          """
          Two programs give addresses to Services from ranges that overlap.

          MetalLB, Cilium's LoadBalancer IPAM and kube-vip's cloud provider each keep their own books, so both give the \
          same address to a Service of theirs, and two machines answer ARP for it. Pools of one program are its own \
          business: it refuses those that overlap.

          Give each program a range of its own, or let one of them serve all Services.
          """);

  private record Pool(String announcer, Located<AddressRange> range) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Pool> pools =
        deployment
            .all(GivesAddresses.class)
            .flatMap(part -> part.ranges().map(range -> new Pool(part.announcer(), range)))
            .sorted(Comparator.comparing(pool -> pool.range().value().first()))
            .toList();
    Map<String, Pool> furthest = new LinkedHashMap<>();
    for (Pool pool : pools) {
      furthest.values().stream()
          .filter(other -> !other.announcer().equals(pool.announcer()))
          .filter(other -> other.range().value().overlaps(pool.range().value()))
          .findFirst()
          .ifPresent(other -> report(pool, other, out));
      furthest.merge(pool.announcer(), pool, PoolsOverlap::reachingFurther);
    }
  }

  private static Pool reachingFurther(Pool one, Pool other) {
    return one.range().value().last().compareTo(other.range().value().last()) >= 0 ? one : other;
  }

  private static void report(Pool pool, Pool other, Reporter out) {
    out.report(
        Diagnostic.of(
                META,
                pool.range().span(),
                "%s and %s both give addresses of `%s`"
                    .formatted(pool.announcer(), other.announcer(), pool.range().value()))
            .also(other.range().span(), "a pool of " + other.announcer())
            .help("give each of the two a range of its own"));
  }
}
