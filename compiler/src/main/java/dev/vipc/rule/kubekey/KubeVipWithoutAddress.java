package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.rule.Rule;

/** kube-vip that has no address to hold. */
@AutoService(Rule.class)
public final class KubeVipWithoutAddress implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KK002",
          "kube-vip-without-address",
          Severity.ERROR,
          """
              kube-vip is chosen as the load balancer, and no virtual address is written.

              KubeKey 2 and 3 then take the first master's own address: kube-vip announces an address that a machine
              has already, and every other master that takes the lead puts a second machine on it. KubeKey 4 refuses
              the configuration. Source: KubeKey's SetDefaultLBCfg and the precheck of KubeKey 4.

              Write an address of the machines' network that no machine has and DHCP does not give out. An address
              that a machine has is NET005.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> run.endpoint().isBalancedBy("kube-vip") && !run.isDialect(Dialect.V1ALPHA1))
        .filter(run -> run.endpoint().address().isUnset() && !run.endpoint().externalDns().is(true))
        .forEach(run -> out.report(finding(run)));
  }

  private static Diagnostic finding(Installation run) {
    boolean four = run.isDialect(Dialect.V1);
    return Diagnostic.of(
            META,
            run.endpoint().place(),
            four
                ? "kube-vip has no address, and KubeKey refuses to begin"
                : "kube-vip has no address, so it announces the first master's own")
        .help(
            "write a free address of the machines' network as `%s`"
                .formatted(four ? "kube_vip.address" : "address"));
  }
}
