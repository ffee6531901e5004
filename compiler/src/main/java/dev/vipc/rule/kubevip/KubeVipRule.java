package dev.vipc.rule.kubevip;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.keyword.Release;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.function.Function;

/** A rule that judges each kube-vip by itself. */
abstract class KubeVipRule implements Rule {
  private final RuleMeta meta;

  KubeVipRule(RuleMeta meta) {
    this.meta = meta;
  }

  @Override
  public final RuleMeta meta() {
    return meta;
  }

  @Override
  public final void check(Deployment deployment, Reporter out) {
    deployment.all(KubeVip.class).forEach(kubeVip -> check(kubeVip, deployment, out));
  }

  abstract void check(KubeVip kubeVip, Deployment deployment, Reporter out);

  /** The release to speak of: the stated target, or the tag of the image that the manifest runs. */
  static Optional<Version> release(KubeVip kubeVip, Deployment deployment) {
    return deployment.targets().statedFor("kube-vip").or(kubeVip::imageVersion);
  }

  static boolean isAtLeast(Optional<Version> release, int major, int minor, int patch) {
    return release.filter(r -> r.compareTo(new Version(major, minor, patch)) >= 0).isPresent();
  }

  static Release known(Version version) {
    return version.release();
  }

  /** What counts: what is written, or the release's default; absent where either is not known. */
  static <T> Optional<T> effective(
      KubeVip kubeVip,
      String variable,
      Optional<Version> release,
      Function<String, Optional<T>> parse) {
    Setting<T> written = kubeVip.settings().read(variable, parse);
    if (!written.isUnset()) return written.value();
    return release
        .flatMap(version -> KubeVipTable.get().defaultOf(variable, known(version)))
        .flatMap(parse);
  }

  static Optional<Integer> seconds(KubeVip kubeVip, String variable, Optional<Version> release) {
    return effective(kubeVip, variable, release, KubeVipRule::number);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[+-]?\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  static Optional<Span> place(KubeVip kubeVip, String variable) {
    return kubeVip.settings().text(variable).span();
  }

  /** Whether it surely keeps a lease with Kubernetes. */
  static boolean electsByLease(KubeVip kubeVip) {
    Setting<String> type = kubeVip.settings().text("leaderElectionType");
    boolean etcd = !type.isUnset() && !type.is("kubernetes");
    boolean elects = kubeVip.runs("arp") || kubeVip.settings().isOn("vip_leaderelection");
    return elects && !etcd;
  }
}
