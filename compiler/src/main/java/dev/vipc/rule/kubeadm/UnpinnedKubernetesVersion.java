package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.regex.Pattern;

/** KD014. */
@AutoService(Rule.class)
public final class UnpinnedKubernetesVersion implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD014",
          "unpinned-kubernetes-version",
          WARNING,
          """
          The ClusterConfiguration names a channel such as `stable`, or nothing, instead of a Kubernetes release.

          `kubeadm init` asks the internet what the channel holds on that day, and falls back to its own release where it gets \
          no answer. Two control planes set up from the same files then run different releases, and one that is set up again \
          runs another one than the guide was tried with. Source: kubeadm's documentation of `kubernetesVersion`, default \
          `stable-1`.

          Write the release: `kubernetesVersion: v1.34.2`. It is an info where the field is left out: kubeadm then keeps to \
          its own minor release.
          """);
  private static final Pattern CHANNEL =
      Pattern.compile("(?:ci/|release/)?(?:stable|latest)(?:-\\d+)?|ci/.*|ci-cross/.*");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Cluster cluster : deployment.clusters()) {
      if (cluster.kubernetesVersion().isUnset()) out.report(missing(cluster));
      cluster
          .kubernetesVersion()
          .located()
          .filter(version -> CHANNEL.matcher(version.value()).matches())
          .ifPresent(version -> out.report(channel(version)));
    }
  }

  private static Diagnostic channel(Located<String> version) {
    return Diagnostic.of(
            META,
            version.span(),
            "`%s` is whatever release that channel holds on the day of `kubeadm init`"
                .formatted(version.value()))
        .help("write the release that is meant, as in `v1.34.2`");
  }

  private static Diagnostic missing(Cluster cluster) {
    return Diagnostic.of(
            META,
            cluster.api().document(),
            "no `kubernetesVersion`: kubeadm asks the internet for the newest patch release")
        .as(INFO)
        .help("write `kubernetesVersion:` with the release that is meant, as in `v1.34.2`");
  }
}
