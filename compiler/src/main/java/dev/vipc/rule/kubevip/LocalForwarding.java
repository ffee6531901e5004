package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;

/** KV016. */
@AutoService(Rule.class)
public final class LocalForwarding extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV016",
              "local-forwarding-does-not-balance",
              INFO,
              """
              kube-vip's load balancer is on with `local` forwarding, which serves every connection on the node that holds the address.

              IPVS then hands the connection to the node's own API server; the others get none, as they would without the load balancer (kube-vip issues
              685 and 825). Only `masquerade` spreads connections, and it needs the `-iptables` image and a privileged container.

              The rule speaks where `local` is written, or the release is known and takes it by itself (from 0.4.1 on).

              Take `lb_enable` out, or balance with `masquerade`, HAProxy or nginx.
              """)
          .withFix();

  public LocalForwarding() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!kubeVip.settings().isOn("lb_enable")) return;
    Setting<String> method = kubeVip.settings().text("lb_fwdmethod");
    boolean byItself = method.isUnset() && isAtLeast(release(kubeVip, deployment), 0, 4, 1);
    if (!method.is("local") && !byItself) return;
    Span at = method.span().or(() -> place(kubeVip, "lb_enable")).orElse(kubeVip.span());
    Diagnostic found =
        Diagnostic.of(META, at, "the load balancer forwards to the node's own API server alone")
            .help("take `lb_enable` out, or balance with `masquerade` or a proxy");
    out.report(
        place(kubeVip, "lb_enable")
            .filter(on -> on.text().matches("(?i)true|t|1"))
            .map(on -> found.fix(switchedOff(on)))
            .orElse(found));
  }

  private static Fix switchedOff(Span on) {
    return new Fix("switch the load balancer off", false, List.of(new Fix.Edit(on, "false")));
  }
}
