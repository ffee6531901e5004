package dev.vipc.rule.kubeadm;

import dev.vipc.model.Deployment;
import dev.vipc.model.Version;
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
    return deployment
        .targets()
        .statedFor("kubernetes")
        .or(
            () ->
                deployment.clusters().stream()
                    .flatMap(cluster -> cluster.kubernetesVersion().value().stream())
                    .flatMap(text -> pinned(text).stream())
                    .findFirst());
  }
}
