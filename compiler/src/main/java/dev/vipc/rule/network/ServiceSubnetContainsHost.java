package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import java.util.stream.Stream;

/** Finds service subnets that swallow machines or virtual addresses. */
@AutoService(Rule.class)
public final class ServiceSubnetContainsHost implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET004",
          "service-subnet-contains-host",
          Severity.ERROR,
          """
          The service subnet contains the address of a machine, or a virtual address.

          kube-proxy answers on every node for addresses of the service subnet, and any of them may be given to a
          Service: traffic to that machine or virtual address ends in a Service or is refused. kubeadm does not test
          it.

          Choose a service subnet that contains no machine and no virtual address; kubeadm's default is
          `10.96.0.0/12`.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    KnownAddresses known = new KnownAddresses(deployment);
    var hosts = Stream.concat(known.entrances().stream(), known.machines().stream()).toList();
    new SubnetOverlaps(META, hosts, known).report(known.serviceSubnets(), "address", out);
  }
}
