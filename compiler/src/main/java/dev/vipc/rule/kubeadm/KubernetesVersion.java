package dev.vipc.rule.kubeadm;

import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;

/** The forms of kubeadm's {@code kubernetesVersion}: a release, or a channel that moves. */
final class KubernetesVersion {
  private KubernetesVersion() {}

  /** {@code v1.30.2}, and the minor release that {@code stable-1.30} holds to. */
  static Optional<Version> pinned(String text) {
    String release = text.startsWith("stable-") ? text.substring("stable-".length()) : text;
    return Version.parse(release).filter(version -> version.major() == 1);
  }

  /** The release that is stated as target, or that some ClusterConfiguration pins. */
  static Optional<Version> known(Deployment deployment) {
    return deployment.targets().statedFor("kubernetes").or(() -> pinned(deployment.clusters()));
  }

  private static Optional<Version> pinned(List<Cluster> clusters) {
    return clusters.stream()
        .flatMap(cluster -> cluster.kubernetesVersion().value().stream())
        .flatMap(text -> pinned(text).stream())
        .findFirst();
  }

  private static List<Cluster> clusters(Deployment deployment, SourceFile file) {
    return deployment
        .all(KubeadmFile.class)
        .filter(kubeadm -> kubeadm.file().equals(file))
        .flatMap(kubeadm -> kubeadm.clusters().stream())
        .toList();
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
    Optional<Version> target = deployment.targets().statedFor("kubernetes");
    if (target.isPresent())
      return Optional.of(new Asked(target.get(), "the Kubernetes that was stated", true));
    List<Cluster> own = clusters(deployment, file);
    List<Cluster> asked = own.isEmpty() ? deployment.clusters() : own;
    if (asked.stream().anyMatch(c -> c.kubernetesVersion().isUnknown())) return Optional.empty();
    Optional<Version> pinned = pinned(asked).or(() -> known(deployment));
    if (pinned.isPresent())
      return Optional.of(new Asked(pinned.get(), "the Kubernetes that is pinned", true));
    Version newest = deployment.targets().versionFor("kubernetes");
    List<Api> apis = deployment.all(KubeadmFile.class).flatMap(f -> f.apis().stream()).toList();
    boolean readable =
        !apis.isEmpty()
            && apis.stream()
                .allMatch(
                    api ->
                        KubeadmVersion.of(api.version().value())
                            .filter(version -> version.isReadBy(newest.minor()))
                            .isPresent());
    return readable
        ? Optional.of(new Asked(newest, "the newest Kubernetes known here, since none is pinned", false))
        : Optional.empty();
  }
}
