package dev.vipc.emit.kubeadm;

import dev.vipc.emit.Build;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Version;
import dev.vipc.spec.Installer;
import dev.vipc.spec.Kubernetes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a release of kubeadm wants its configuration to look like.
 *
 * @param version of Kubernetes and of its kubeadm, 1.15 or newer
 */
record KubeadmRelease(Version version) {
  /**
   * The cluster that kubeadm is to make; absent where the spec has none, another installer makes
   * it, or its release reads a form that vipc does not write, which is then reported.
   */
  static Optional<Kubernetes> cluster(Build build) {
    return build
        .spec()
        .kubernetes()
        .filter(cluster -> cluster.installer().value() == Installer.KUBEADM)
        .filter(cluster -> isReadable(build, cluster));
  }

  /** kubeadm reads v1beta2 from 1.15 on, and the earlier forms have other fields. */
  private static boolean isReadable(Build build, Kubernetes cluster) {
    boolean readable = cluster.version().value().atLeast(1, 15);
    if (!readable)
      build.refuse(
          cluster.version().span(),
          "kubeadm %s reads a configuration that vipc does not write"
              .formatted(cluster.version().value()),
          "use Kubernetes 1.15 or later");
    return readable;
  }

  static KubeadmRelease of(Kubernetes cluster) {
    return new KubeadmRelease(cluster.version().value());
  }

  /** The newest form that the release reads and does not call experimental. */
  KubeadmVersion api() {
    return KubeadmVersion.newestFor(version.minor());
  }

  /** Whether arguments of programs are a list; they are a map before v1beta4. */
  boolean listsArguments() {
    return api() == KubeadmVersion.V1BETA4;
  }

  /** A gate has to be opened for two address families: alpha in 1.16, on by default in 1.21. */
  boolean gatesDualStack() {
    return !version.atLeast(1, 21);
  }

  /** The kubelet takes one address of each family; before it takes one address only. */
  boolean takesTwoNodeIps() {
    return version.atLeast(1, 20);
  }

  /** {@code kubeadm kubeconfig} was {@code kubeadm alpha kubeconfig}, and read no file. */
  boolean hasKubeconfigCommand() {
    return version.atLeast(1, 20);
  }

  /** {@code v1.34.2}. */
  String tag() {
    return "v%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  /** What every template of a kubeadm file is given. */
  Map<String, Object> values(Build build) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("api", "kubeadm.k8s.io/" + api());
    values.put("lists", listsArguments());
    values.put("version", tag());
    return values;
  }
}
