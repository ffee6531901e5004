package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.Thresholds;
import dev.vipc.picture.PortMap;
import dev.vipc.picture.PortOwner;
import dev.vipc.picture.PortOwner.Kind;
import dev.vipc.rule.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds listeners on ports that the environment does not let through. */
@AutoService(Rule.class)
public final class PortNotAllowed implements Rule {
  /** Those whose port a file chooses; Kubernetes' own ports are what they are. */
  private static final Set<Kind> CHOSEN =
      EnumSet.of(Kind.PROXY, Kind.PROXY_PAGE, Kind.KUBE_VIP_BALANCER, Kind.KUBE_VIP_PAGE);

  private static final RuleMeta META =
      new RuleMeta(
          "XS020",
          "port-not-allowed",
          Severity.WARNING,
          """
          A listener has a port that is not among those which `.vipc.yaml` allows.

          Between the machines and their clients stand firewalls and security groups that let a few ports through. A proxy moved
          to another port starts, its own checks pass, and nobody reaches it: the packets are dropped without an answer, so that a
          client waits for its time limit.

          The rule speaks only where `thresholds.allowedPorts` of `.vipc.yaml` names the ports. It looks at the listeners of HAProxy,
          nginx, Envoy and kube-vip whose port a file states, not at those on a loopback address.

          Give the listener one of the allowed ports, or have the firewall opened and add the port to the list.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Thresholds thresholds = deployment.thresholds();
    if (thresholds.allowedPorts().isEmpty()) return;
    for (Node node : deployment.nodes())
      PortMap.of(deployment, node).owners().stream()
          .filter(PortNotAllowed::isChosen)
          .filter(owner -> !allows(thresholds, owner))
          .forEach(owner -> out.report(finding(owner, thresholds)));
  }

  private static boolean isChosen(PortOwner owner) {
    boolean reachable = owner.address().filter(ip -> ip.address().isLoopbackAddress()).isEmpty();
    return reachable && CHOSEN.contains(owner.kind());
  }

  private static boolean allows(Thresholds thresholds, PortOwner owner) {
    return thresholds.allows(owner.firstPort())
        && thresholds.allows(owner.firstPort() + owner.ports() - 1);
  }

  private static Diagnostic finding(PortOwner owner, Thresholds thresholds) {
    String allowed =
        thresholds.allowedPorts().stream()
            .map(Thresholds.PortRange::toString)
            .collect(Collectors.joining(", "));
    return Diagnostic.of(
            META,
            owner.span(),
            "port %d of %s is not among the allowed ports of this environment"
                .formatted(owner.firstPort(), owner.what()))
        .help("take one of %s, or allow the port in `.vipc.yaml`".formatted(allowed));
  }
}
