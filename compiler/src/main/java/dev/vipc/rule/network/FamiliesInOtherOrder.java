package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.StatesSubnets;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** NET010. */
@AutoService(Rule.class)
public final class FamiliesInOtherOrder implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "NET010",
              "families-in-other-order",
              Severity.WARNING,
              """
              Lists of two families, IPv4 and IPv6, stand in different orders.

              In a cluster of two families the first of `serviceSubnet` is the family that a Service gets which asks for \
              none, the first of `podSubnet` is that of a pod's first address, and the first of the kubelet's `node-ip` that \
              of its node and of every pod on the host's network. kubeadm checks that there is one of each family, not their order. \
              Where they differ, what reads only the first address of a pod or a node (metrics, admission webhooks, network policies by \
              `ipBlock`, health checks) meets another family than the Service that leads there. Source: Kubernetes, IPv4/IPv6 \
              dual-stack; kubeadm's ValidateNetworking.

              Write all of them in the order of `serviceSubnet`, whose first family must be the API server's own. The order \
              counts when a cluster is made; later it cannot be changed, so the fix is not a safe one.
              """)
          .withFix();

  /** A list of two known values of different families. */
  private record Pair(String key, Span first, Span second, boolean v6First) {
    Span whole() {
      return first.to(second);
    }
  }

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Pair> services =
        deployment
            .all(StatesSubnets.class)
            .flatMap(StatesSubnets::subnets)
            .map(ClusterSubnets::services)
            .flatMap(FamiliesInOtherOrder::pair)
            .findFirst();
    if (services.isEmpty()) return;
    Stream<Pair> pods =
        deployment
            .all(StatesSubnets.class)
            .flatMap(StatesSubnets::subnets)
            .map(ClusterSubnets::pods)
            .flatMap(FamiliesInOtherOrder::pair);
    Stream<Pair> nodes = deployment.all(KubeadmFile.class).flatMap(FamiliesInOtherOrder::nodeIps);
    Stream<Pair> other =
        deployment
            .all(StatesSubnets.class)
            .flatMap(StatesSubnets::subnets)
            .map(ClusterSubnets::services)
            .flatMap(FamiliesInOtherOrder::pair);
    Stream.of(pods, nodes, other)
        .flatMap(pairs -> pairs)
        .filter(pair -> pair.v6First() != services.get().v6First())
        .forEach(pair -> out.report(found(pair, services.get())));
  }

  private static Stream<Pair> pair(ClusterSubnets.Range range) {
    List<Located<Cidr>> known = range.known();
    if (known.size() != 2 || range.written().size() != 2) return Stream.empty();
    return pair(range.key(), known.get(0).map(Cidr::address), known.get(1).map(Cidr::address));
  }

  private static Stream<Pair> nodeIps(KubeadmFile file) {
    return Stream.concat(
            file.inits().stream().map(KubeadmFile.Init::nodeIps),
            file.joins().stream().map(KubeadmFile.Join::nodeIps))
        .filter(ips -> ips.size() == 2 && ips.stream().allMatch(ip -> ip.value().isPresent()))
        .flatMap(
            ips ->
                pair(
                    "node-ip",
                    ips.get(0).located().orElseThrow(),
                    ips.get(1).located().orElseThrow()));
  }

  private static Stream<Pair> pair(
      String key, Located<IpAddress> first, Located<IpAddress> second) {
    boolean v6First = first.value().isV6();
    return v6First == second.value().isV6()
        ? Stream.empty()
        : Stream.of(new Pair(key, first.span(), second.span(), v6First));
  }

  private static Diagnostic found(Pair pair, Pair services) {
    Diagnostic found =
        Diagnostic.of(
                META,
                pair.whole(),
                "`%s` begins with %s, `%s` with %s"
                    .formatted(pair.key(), first(pair), services.key(), first(services)))
            .also(services.whole(), "the order of the services")
            .help("write %s first here too".formatted(first(services)));
    return found.fix(
        new Fix(
            "the same order as `%s`".formatted(services.key()),
            false,
            List.of(
                new Fix.Edit(pair.first(), pair.second().text()),
                new Fix.Edit(pair.second(), pair.first().text()))));
  }

  private static String first(Pair pair) {
    return pair.v6First() ? "IPv6" : "IPv4";
  }
}
