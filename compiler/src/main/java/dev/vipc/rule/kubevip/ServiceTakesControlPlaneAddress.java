package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.LoadBalancerService;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;

/** KV015. */
@AutoService(Rule.class)
public final class ServiceTakesControlPlaneAddress implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV015",
          "service-takes-control-plane-address",
          WARNING,
          """
              A Service asks for the address that kube-vip holds for the control plane.

              The Service and the control plane are two elections, so two nodes may answer for the one address, and the Service's ports cover the API
              server's. When the Service goes, kube-vip takes the address off, and the control plane is gone with it. Source: kube-vip issue 947.

              Give the Service another address.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (LoadBalancerService service : deployment.all(LoadBalancerService.class).toList())
      for (Located<IpAddress> asked : service.addresses())
        deployment
            .all(KubeVip.class)
            .filter(kubeVip -> kubeVip.settings().isOn("cp_enable"))
            .flatMap(KubeVip::virtualAddresses)
            .filter(vip -> vip.value().equals(asked.value()))
            .findFirst()
            .ifPresent(vip -> out.report(found(service, asked, vip)));
  }

  private static Diagnostic found(
      LoadBalancerService service, Located<IpAddress> asked, Located<IpAddress> vip) {
    return Diagnostic.of(
            META,
            asked.span(),
            "Service `%s` asks for the control plane's address `%s`"
                .formatted(service.name().value(), asked.value()))
        .also(vip.span(), "the control plane's")
        .help("give the Service an address of its own");
  }
}
