package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;

/** Finds pod subnets that swallow the machines' own addresses. */
@AutoService(Rule.class)
public final class PodSubnetContainsNode implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET001",
          "pod-subnet-contains-node",
          Severity.ERROR,
          """
          The pod subnet contains the address of a machine.

          The network plugin routes the whole pod subnet into the overlay, so packets to that machine leave for a pod
          that does not exist: etcd peers and kubelets lose each other once the plugin starts. kubeadm does not test
          it. The usual way there is Calico's default `192.168.0.0/16` on a home or office network.

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
    new SubnetOverlaps(META, known.machines(), known)
        .report(known.podSubnets(), "machine address", out);
  }
}
