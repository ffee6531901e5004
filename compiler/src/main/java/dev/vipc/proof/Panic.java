package dev.vipc.proof;

import dev.vipc.model.EnvoyFile;
import dev.vipc.model.Setting;
import java.util.List;
import java.util.Optional;

/**
 * Envoy's panic threshold: with fewer servers in health it takes its checks to be wrong and uses
 * all of them (Envoy, architecture overview, panic threshold). With servers in reserve it also
 * counts those, so that nothing is said of it then.
 *
 * @param percent of the servers; 0 for never
 */
record Panic(int percent) {
  private static final int WHOLE = 100;

  /** What the clusters of a machine's Envoy say; never for another program. */
  static Panic of(Host host, List<Balancer.Target> targets) {
    return new Panic(
        host.node().stream()
            .flatMap(node -> node.parts().all(EnvoyFile.class).stream())
            .flatMap(file -> file.clusters().stream())
            .filter(cluster -> targets.stream().anyMatch(target -> isOf(target, cluster)))
            .map(EnvoyFile.Cluster::panicPercent)
            .map(Panic::percent)
            .flatMap(Optional::stream)
            .max(Integer::compareTo)
            .orElse(0));
  }

  private static Optional<Integer> percent(Setting<Integer> written) {
    return written.orDefault(EnvoyFile.Cluster.DEFAULT_PANIC_PERCENT);
  }

  private static boolean isOf(Balancer.Target target, EnvoyFile.Cluster cluster) {
    return target.backend().name().span().equals(cluster.name().span());
  }

  boolean makesUseOfAll(int well, List<Balancer.Target> targets) {
    return targets.stream().noneMatch(target -> target.server().backup())
        && well * WHOLE < percent * targets.size();
  }
}
