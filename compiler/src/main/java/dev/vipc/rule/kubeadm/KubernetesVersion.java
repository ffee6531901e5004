package dev.vipc.rule.kubeadm;

import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which Kubernetes release the files of a deployment are for, as far as they show it. */
final class KubernetesVersion {
  private final Deployment deployment;
  private final Map<SourceFile, List<Cluster>> byFile = new HashMap<>();
  private final Optional<Version> pinned;
  private final boolean unknown;
  private final boolean readable;

  private KubernetesVersion(Deployment deployment) {
    List<KubeadmFile> files = deployment.all(KubeadmFile.class).toList();
    Version newest = deployment.targets().versionFor("kubernetes");
    this.deployment = deployment;
    List<Cluster> clusters = deployment.clusters();
    for (KubeadmFile file : files)
      byFile.computeIfAbsent(file.file(), _ -> new ArrayList<>()).addAll(file.clusters());
    this.pinned = pinned(clusters);
    this.unknown = hasUnknown(clusters);
    List<Api> apis = files.stream().flatMap(file -> file.apis().stream()).toList();
    this.readable = !apis.isEmpty() && apis.stream().allMatch(api -> isRead(api, newest.minor()));
  }

  /** {@code v1.30.2}, and the minor release that {@code stable-1.30} holds to. */
  static Optional<Version> pinned(String text) {
    String release = text.startsWith("stable-") ? text.substring("stable-".length()) : text;
    return Version.parse(release).filter(version -> version.major() == 1);
  }

  /** The release that is stated as target, or that some ClusterConfiguration pins. */
  static Optional<Version> known(Deployment deployment) {
    return deployment.targets().statedFor("kubernetes").or(() -> of(deployment).pinned);
  }

  /**
   * A release that rules ask.
   *
   * @param reason why this one, in words
   * @param isKnown whether it was stated or pinned, and not taken because it is the newest
   */
  record Asked(Version version, String reason, boolean isKnown) {
    int minor() {
      return version.minor();
    }
  }

  /**
   * The stated target, else the release that the file pins, else another file, else the newest that
   * is known here. Absent where the pinned one has no value here, where nothing shows which release
   * is meant, and where the files are written for releases before the newest, which another rule
   * says.
   */
  static Optional<Asked> asked(Deployment deployment, SourceFile file) {
    return of(deployment).asked(file);
  }

  private static KubernetesVersion of(Deployment deployment) {
    return deployment.once(KubernetesVersion.class, KubernetesVersion::new);
  }

  private Optional<Asked> asked(SourceFile file) {
    Optional<Version> target = deployment.targets().statedFor("kubernetes");
    if (target.isPresent())
      return Optional.of(new Asked(target.get(), "the Kubernetes that was stated", true));
    List<Cluster> own = byFile.getOrDefault(file, List.of());
    if (own.isEmpty() ? unknown : hasUnknown(own)) return Optional.empty();
    Optional<Version> stated = pinned(own).or(() -> pinned);
    if (stated.isPresent())
      return Optional.of(new Asked(stated.get(), "the Kubernetes that is pinned", true));
    Version newest = deployment.targets().versionFor("kubernetes");
    return readable
        ? Optional.of(
            new Asked(newest, "the newest Kubernetes known here, since none is pinned", false))
        : Optional.empty();
  }

  private static Optional<Version> pinned(List<Cluster> clusters) {
    return clusters.stream()
        .flatMap(cluster -> cluster.kubernetesVersion().value().stream())
        .flatMap(text -> pinned(text).stream())
        .findFirst();
  }

  private static boolean hasUnknown(List<Cluster> clusters) {
    return clusters.stream().anyMatch(cluster -> cluster.kubernetesVersion().isUnknown());
  }

  private static boolean isRead(Api api, int minor) {
    return KubeadmVersion.of(api.version().value())
        .filter(version -> version.isReadBy(minor))
        .isPresent();
  }
}
