package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import java.util.Optional;

/** KV033. */
@AutoService(Rule.class)
public final class LeakingRelease extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV033",
          "release-leaks-memory",
          WARNING,
          """
              The release leaks memory with its health check, and the container has no limit.

              From 1.2.1 to 1.2.3 the health check of the control plane in BGP mode keeps about 18 MB an hour (kube-vip issue 1778). Without a memory limit
              the node runs out first, and the kernel may end the API server or etcd instead.

              The rule speaks of BGP mode with `control_plane_health_check_address`, and no memory limit.

              Set a memory limit, so that only kube-vip is restarted, until a release mends it.
              """);

  public LeakingRelease() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    Optional<Version> release = release(kubeVip, deployment);
    if (!isAtLeast(release, 1, 2, 1) || isAtLeast(release, 1, 2, 4)) return;
    boolean limited = kubeVip.pod().filter(pod -> pod.memoryLimit().isUnset()).isEmpty();
    Setting<String> check = kubeVip.settings().text("control_plane_health_check_address");
    if (limited || !kubeVip.runs("bgp") || check.isUnset()) return;
    out.report(
        Diagnostic.of(
                META,
                kubeVip.image().span().orElse(kubeVip.span()),
                "kube-vip %s leaks memory with its health check, and has no memory limit"
                    .formatted(release.orElseThrow()))
            .also(check.span().orElse(kubeVip.span()), "the health check")
            .help("set `resources.limits.memory`"));
  }
}
