package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.convert.kubeadm.ConversionFix;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.KubernetesVersion.Asked;
import java.util.Optional;

/** KD043. */
@AutoService(Rule.class)
public final class ApiVersionNearItsEnd implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD043",
              "api-version-near-its-end",
              INFO,
              """
              The file is in v1beta3, which kubeadm 1.36 reads as the last release.

              It was deprecated when v1beta4 came with 1.31, and 1.37 has taken it out (kubernetes/kubernetes#136016; some text still says \
              1.36). A file that is kept for the next node to join stops there. It is silent where the release does not know v1beta4 yet \
              (before 1.31), and where it no longer reads v1beta3, which KD001 says.

              Rewrite it while a release that reads both is at hand: `vipc fmt --to kubeadm=v1beta4 FILE`, or `kubeadm config migrate`.
              """)
          .withFix();
  private static final int V1BETA4_CAME = 31;

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (KubeadmFile file : deployment.all(KubeadmFile.class).toList()) {
      Optional<Asked> asked =
          KubernetesVersion.asked(deployment, file.file())
              .filter(version -> version.minor() >= V1BETA4_CAME)
              .filter(version -> KubeadmVersion.V1BETA3.isReadBy(version.minor()));
      asked.ifPresent(
          version ->
              inV1beta3(file).ifPresent(api -> out.report(found(file, api, version.isKnown()))));
    }
  }

  /** The kubeadm that is at hand may be too old for v1beta4 where no release is known. */
  private static Diagnostic found(KubeadmFile file, Api api, boolean known) {
    Diagnostic found =
        Diagnostic.of(META, api.version().span(), "kubeadm 1.37 no longer reads `v1beta3`")
            .help("rewrite it with `vipc fmt --to kubeadm=v1beta4`");
    return ConversionFix.to(KubeadmVersion.V1BETA4, file.file(), known)
        .map(found::fix)
        .orElse(found);
  }

  private static Optional<Api> inV1beta3(KubeadmFile file) {
    return file.apis().stream()
        .filter(api -> api.version().value().equals(KubeadmVersion.V1BETA3.toString()))
        .findFirst();
  }
}
