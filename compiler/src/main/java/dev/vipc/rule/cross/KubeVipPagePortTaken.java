package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.picture.PortOwner.Kind;
import dev.vipc.rule.Rule;

/** Finds pages of kube-vip on ports that others want. */
@AutoService(Rule.class)
public final class KubeVipPagePortTaken implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV029",
          "kube-vip-page-port-taken",
          Severity.WARNING,
          """
          kube-vip's metrics or health check wants a port that something else on the machine has.

          kube-vip runs on the host's network. Its metrics are on port 2112 unless `prometheus_server` says otherwise, and its
          health check is where `health_check_port` says. A second program on the port keeps kube-vip from serving them; with
          the health check that makes its own liveness probe fail, and the kubelet restarts it, which moves the address.

          The rule looks at ports that are written, not at the default.

          Give kube-vip another port.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    PortClashes.report(META, deployment, (one, other) -> one == Kind.KUBE_VIP_PAGE, out);
  }
}
