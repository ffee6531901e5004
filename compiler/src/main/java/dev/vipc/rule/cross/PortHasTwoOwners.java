package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.picture.PortOwner.Kind;
import dev.vipc.rule.Rule;

/** Finds ports of one machine that two listeners want. */
@AutoService(Rule.class)
public final class PortHasTwoOwners implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS001",
          "port-has-two-owners",
          Severity.ERROR,
          """
          Two listeners of one machine want the same port of the same address.

          Whichever starts second fails to bind, and which one that is changes from boot to boot. Two frontends of one
          HAProxy are worse: both bind (it sets SO_REUSEPORT; measured with 2.6.12, no message), and the kernel deals
          the connections out between them.

          The map of a machine's ports holds its proxies' listeners, kube-vip's load balancers, and what a kubeadm
          node runs: kubelet 10250 and 10248, kube-proxy 10249 and 10256, controller manager 10257, scheduler 10259,
          etcd 2379, 2380 and 2381, each where the Kubernetes release has it. A proxy on the API server's port is HX001, a
          proxy's own page HX017, kube-vip's pages KV029. Listeners that share a port by intent (`process`, `thread`,
          `interface`, `namespace`) are left alone.

          Give one of the two another port or another address.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    PortClashes.report(
        META,
        deployment,
        (one, other) ->
            one != Kind.PROXY_PAGE && other != Kind.PROXY_PAGE && one != Kind.KUBE_VIP_PAGE,
        out);
  }
}
