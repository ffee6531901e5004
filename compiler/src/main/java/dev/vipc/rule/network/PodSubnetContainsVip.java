package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;

/** Finds pod subnets that swallow the way into the control plane. */
@AutoService(Rule.class)
public final class PodSubnetContainsVip implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET002",
          "pod-subnet-contains-vip",
          Severity.ERROR,
          """
          The pod subnet contains the virtual address, or the address of the control-plane endpoint.

          Once the network plugin runs, every node routes the pod subnet into the overlay: kubelets and kube-proxies
          no longer reach the API server by its virtual address, and pods never did. kubeadm does not test it.

          Choose a private subnet that contains no machine, no virtual address and no service address, and give the
          network plugin the same one.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    KnownAddresses known = new KnownAddresses(deployment);
    new SubnetOverlaps(META, known.entrances(), known)
        .report(known.podSubnets(), "virtual or endpoint address", out);
  }
}
