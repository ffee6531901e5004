package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** XS013. */
@AutoService(Rule.class)
public final class UpgradeSkipsReleases implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS013",
          "upgrade-in-several-steps",
          Severity.INFO,
          """
          From the Kubernetes that the files pin to the one that is asked about lies more than one minor release.

          `kubeadm upgrade` goes one minor release at a time and refuses to skip one; the kubelets follow each step. On the \
          way the configuration's apiVersion may have to change: each kubeadm reads its own version and few older ones. The help \
          names the steps, and where the file must be carried over. Source: Kubernetes, Upgrading kubeadm clusters; version skew \
          policy.

          It is said only where a target is stated (`--target kubernetes=1.34` or `.vipc.yaml`), and is a plan rather than a fault.

          Upgrade step by step; `vipc fmt --to kubeadm=v1beta4` carries a file over in one go.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Version> target = deployment.targets().statedFor("kubernetes");
    if (target.isEmpty()) return;
    Set<String> said = new HashSet<>();
    for (KubeadmFile file : deployment.all(KubeadmFile.class).toList())
      for (Cluster cluster : file.clusters())
        cluster
            .kubernetesVersion()
            .located()
            .filter(text -> said.add(text.value() + cluster.api().version().value()))
            .ifPresent(text -> judge(text, cluster, target.get(), out));
  }

  private static void judge(Located<String> text, Cluster cluster, Version target, Reporter out) {
    Optional<Version> pinned = Version.parse(text.value());
    if (pinned.isEmpty() || pinned.get().major() != 1 || target.major() != 1) return;
    int from = pinned.get().minor();
    int to = target.minor();
    if (to - from < 2) return;
    String steps =
        IntStream.rangeClosed(from + 1, to)
            .mapToObj(minor -> "1." + minor)
            .collect(Collectors.joining(", "));
    out.report(
        Diagnostic.of(
                META,
                text.span(),
                "from 1.%d to 1.%d are %d upgrades, one minor release each"
                    .formatted(from, to, to - from))
            .help("upgrade to " + steps + carriedOver(cluster, from, to)));
  }

  /** Where kubeadm stops reading the file, and what it reads then. */
  private static String carriedOver(Cluster cluster, int from, int to) {
    Optional<KubeadmVersion> version = KubeadmVersion.of(cluster.api().version().value());
    if (version.isEmpty() || !version.get().isReadBy(from)) return "";
    return IntStream.rangeClosed(from + 1, to)
        .filter(minor -> !version.get().isReadBy(minor))
        .boxed()
        .findFirst()
        .map(
            minor ->
                "; before 1.%d carry the file over to %s"
                    .formatted(minor, KubeadmVersion.newestFor(minor - 1)))
        .orElse("");
  }
}
