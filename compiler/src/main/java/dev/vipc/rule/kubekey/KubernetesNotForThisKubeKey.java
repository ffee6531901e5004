package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Optional;
import java.util.regex.Pattern;

/** A Kubernetes release that this KubeKey cannot install as written. */
@AutoService(Rule.class)
public final class KubernetesNotForThisKubeKey implements Rule {
  /** What KubeKey 2 and 3 take for a version. */
  private static final Pattern RELEASE =
      Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)[-0-9a-zA-Z_.+]*");

  private static final RuleMeta META =
      new RuleMeta(
          "KK011",
          "kubernetes-not-for-this-kubekey",
          Severity.WARNING,
          """
              The Kubernetes version does not fit the KubeKey that reads this file.

              KubeKey writes kubeadm's configuration in the API version that it was built for. KubeKey 1 (v1alpha1)
              writes v1beta2, which kubeadm reads no more from 1.27 on; KubeKey 2 and 3 (v1alpha2) write v1beta3 at
              most, which is gone in 1.37. KubeKey 4 installs 1.23 and later, and stops below.

              A version that KubeKey 2 and 3 cannot read, such as `v1.30` without a third number or `latest`, is worse:
              they install their default release instead, without a word. That one is an error. Sources: KubeKey's
              normalizedBuildVersion, its templates for kubeadm, and the precheck of KubeKey 4; kubeadm's API versions.

              Write the full version, and take the KubeKey that knows it.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeKeyCluster.class)
        .forEach(
            cluster ->
                cluster
                    .kubernetesVersion()
                    .located()
                    .flatMap(version -> finding(cluster.dialect(), version))
                    .ifPresent(out::report));
  }

  private static Optional<Diagnostic> finding(Dialect dialect, Located<String> version) {
    if (!RELEASE.matcher(version.value()).matches())
      return dialect == Dialect.V1ALPHA2 && !isPlainNumber(version)
          ? Optional.of(
              Diagnostic.of(
                      META,
                      version.span(),
                      "KubeKey cannot read `%s`, and installs its default release instead"
                          .formatted(version.value()))
                  .as(Severity.ERROR)
                  .help("write all three numbers, such as `v1.30.14`"))
          : Optional.empty();
    return Version.parse(version.value())
        .filter(release -> !isInstalledBy(dialect, release))
        .map(_ -> Diagnostic.of(META, version.span(), why(dialect, version.value())))
        .map(finding -> finding.help(help(dialect)));
  }

  /** A plain number is no text, which is the schema's finding. */
  private static boolean isPlainNumber(Located<String> version) {
    int before = version.span().start() - 1;
    boolean quoted = before >= 0 && "\"'".indexOf(version.span().file().text().charAt(before)) >= 0;
    return !quoted && version.value().matches("\\d+(\\.\\d+)?");
  }

  private static boolean isInstalledBy(Dialect dialect, Version release) {
    return switch (dialect) {
      case V1ALPHA1 -> !release.atLeast(1, 27);
      case V1ALPHA2 -> !release.atLeast(1, 37);
      case V1 -> release.atLeast(1, 23);
    };
  }

  private static String why(Dialect dialect, String version) {
    String why =
        switch (dialect) {
          case V1ALPHA1 -> "kubeadm of `%s` does not read the v1beta2 that KubeKey 1 writes";
          case V1ALPHA2 -> "kubeadm of `%s` does not read the v1beta3 that KubeKey 3 writes";
          case V1 -> "KubeKey 4 does not install `%s`: 1.23 is the oldest that it takes";
        };
    return why.formatted(version);
  }

  private static String help(Dialect dialect) {
    return switch (dialect) {
      case V1ALPHA1 -> "take KubeKey 3 (v1alpha2) or 4, or a Kubernetes below 1.27";
      case V1ALPHA2 -> "take KubeKey 4 (kubekey.kubesphere.io/v1), or a Kubernetes below 1.37";
      case V1 -> "take KubeKey 3 (v1alpha2), or a newer Kubernetes";
    };
  }
}
