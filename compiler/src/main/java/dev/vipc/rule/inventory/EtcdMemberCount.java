package dev.vipc.rule.inventory;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** INV003. */
@AutoService(Rule.class)
public final class EtcdMemberCount implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "INV003",
          "even-number-of-etcd-members",
          ERROR,
          """
          etcd has an even number of members.

          etcd writes only while more than half of its members agree: two members stop at the loss of one, as a single member \
          does, and there are two machines that can fail; four survive the loss of one, as three do. The count is that of the \
          longest `initial-cluster`, of the external endpoints, of an inventory's group `etcd`, or of the control-plane \
          nodes that the files show around a ClusterConfiguration with its own etcd. One member alone is no high availability, \
          but a choice. Source: etcd's FAQ, "What is failure tolerance".

          Run three or five.
          """);

  private record Count(int members, Span place, String what) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    count(deployment)
        .filter(count -> count.members() > 1 && count.members() % 2 == 0)
        .ifPresent(count -> out.report(found(count)));
  }

  /** The first of the four ways to know that says anything. */
  private static Optional<Count> count(Deployment deployment) {
    return Stream.of(
            initialCluster(deployment),
            external(deployment),
            group(deployment),
            stacked(deployment))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Count> initialCluster(Deployment deployment) {
    return Stream.concat(
            deployment.clusters().stream().flatMap(cluster -> cluster.localEtcd().stream()),
            deployment.all(EtcdMemberFile.class).map(EtcdMemberFile::etcd))
        .map(etcd -> etcd.initialCluster())
        .filter(list -> !list.isEmpty())
        .max(Comparator.comparingInt(List::size))
        .map(
            list ->
                new Count(
                    list.size(),
                    list.getFirst().span().to(list.getLast().span()),
                    "the longest initial-cluster has"))
        .filter(_ -> deployment.nodes().size() > 1);
  }

  private static Optional<Count> external(Deployment deployment) {
    return deployment.clusters().stream()
        .map(Cluster::externalEtcd)
        .filter(endpoints -> !endpoints.isEmpty())
        .findFirst()
        .map(
            endpoints ->
                new Count(
                    endpoints.size(),
                    endpoints.getFirst().span().orElseThrow(),
                    "the external etcd has"));
  }

  /** Of several inventories, the first whose number is even, if there is one. */
  private static Optional<Count> group(Deployment deployment) {
    Map<SourceFile, List<InstalledHost>> inventories =
        deployment
            .all(InstalledHost.class)
            .filter(InstalledHost::isEtcd)
            .collect(
                Collectors.groupingBy(
                    host -> host.name().span().file(), LinkedHashMap::new, Collectors.toList()));
    return inventories.values().stream()
        .map(EtcdMemberCount::members)
        .min(Comparator.comparingInt(count -> count.members() % 2));
  }

  private static Count members(List<InstalledHost> members) {
    long names = members.stream().map(host -> host.name().value()).distinct().count();
    return new Count((int) names, members.getFirst().name().span(), "the group `etcd` has");
  }

  private static Optional<Count> stacked(Deployment deployment) {
    boolean stacked = deployment.clusters().stream().anyMatch(c -> c.externalEtcd().isEmpty());
    List<Located<IpAddress>> nodes = Inventory.of(deployment).controlPlaneAddresses();
    if (!stacked || nodes.isEmpty() || deployment.holdsSeveralClusters()) return Optional.empty();
    boolean oneFamily = nodes.stream().map(n -> n.value().isV6()).distinct().count() == 1;
    return oneFamily
        ? Optional.of(
            new Count(nodes.size(), nodes.getLast().span(), "the files show a control plane with"))
        : Optional.empty();
  }

  private static Diagnostic found(Count count) {
    return Diagnostic.of(
            META,
            count.place(),
            "%s %d members, and survives the loss of %d, as %d would"
                .formatted(
                    count.what(), count.members(), count.members() / 2 - 1, count.members() - 1))
        .help("run %d members".formatted(count.members() + 1));
  }
}
