package dev.vipc.rule.kubekey;

import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.model.KubeKeyCluster.Member;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One run of KubeKey: a document that states the way in, and the machines that it is for. KubeKey 4
 * has them in two documents, which belong together where they are in one file or the only ones.
 *
 * @param members empty where the files do not list any
 */
record Installation(KubeKeyCluster cluster, Endpoint endpoint, List<Member> members) {
  static Stream<Installation> in(Deployment deployment) {
    List<KubeKeyCluster> all = deployment.all(KubeKeyCluster.class).toList();
    return all.stream()
        .flatMap(
            cluster ->
                cluster.endpoint().stream()
                    .map(way -> new Installation(cluster, way, members(cluster, all))));
  }

  boolean isDialect(Dialect dialect) {
    return cluster.dialect() == dialect;
  }

  /** The names of the control plane's machines. */
  List<String> masters() {
    return names(KubeKeyCluster::isMaster);
  }

  List<String> workers() {
    return names(KubeKeyCluster::isWorker);
  }

  private List<String> names(Predicate<Member> wanted) {
    return members.stream().filter(wanted).map(Member::name).distinct().toList();
  }

  private static List<Member> members(KubeKeyCluster cluster, List<KubeKeyCluster> all) {
    if (cluster.dialect() != Dialect.V1 || !cluster.members().isEmpty()) return cluster.members();
    List<KubeKeyCluster> inventories =
        all.stream().filter(other -> !other.members().isEmpty()).toList();
    return inventories.stream()
        .filter(other -> other.file() == cluster.file() || inventories.size() == 1)
        .findFirst()
        .map(KubeKeyCluster::members)
        .orElse(List.of());
  }
}
