package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;

/** kube-vip by BGP as KubeKey 4 writes it. */
@AutoService(Rule.class)
public final class BrokenBgpTemplate implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KK008",
              "broken-bgp-of-kubekey-4",
              Severity.ERROR,
              """
              KubeKey 4 is told to run kube-vip in BGP mode on several masters.

              Its template writes the addresses of all masters, with commas, where kube-vip wants one router ID, and
              lists every master as a peer, the node itself too. kube-vip cannot parse the ID and does not announce
              the address. Source: KubeKey 4, templates/kubevip/kubevip.BGP; kube-vip's `bgp_routerid` is one IPv4
              address.

              Use `mode: ARP`, or write kube-vip's manifest yourself.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> run.isDialect(Dialect.V1) && run.endpoint().isBalancedBy("kube-vip"))
        .filter(run -> run.endpoint().mode().is("BGP") && run.masters().size() != 1)
        .forEach(run -> out.report(finding(run.endpoint().mode().span().orElseThrow())));
  }

  private static Diagnostic finding(Span mode) {
    return Diagnostic.of(
            META, mode, "KubeKey 4 gives kube-vip a list of addresses as its BGP router ID")
        .help("write `ARP`, or deploy kube-vip's manifest yourself")
        .fix(new Fix("announce the address by ARP", false, List.of(new Fix.Edit(mode, "ARP"))));
  }
}
