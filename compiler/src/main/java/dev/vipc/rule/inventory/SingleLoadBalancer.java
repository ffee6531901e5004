package dev.vipc.rule.inventory;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.InstalledHost;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** One load balancer before several masters. */
@AutoService(Rule.class)
public final class SingleLoadBalancer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "INV004",
          "single-load-balancer",
          Severity.WARNING,
          """
              An inventory has one load balancer for several masters.

              Every client reaches the API servers by that machine: when it is down for an update or a fault, the
              masters run and nobody reaches them. A virtual address needs a second machine to move to. kubeadm-ha
              refuses a group `lb` with one host. The rule speaks of groups and roles that are named for load
              balancing (`lb`, `load-balancer`, `haproxy`, `keepalived`), and only where the same file names two
              masters or more.

              Add a second machine to the group.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(InstalledHost.class)
        .collect(
            Collectors.groupingBy(
                host -> host.name().span().file(), LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(hosts -> check(hosts, out));
  }

  private static void check(List<InstalledHost> hosts, Reporter out) {
    List<InstalledHost> balancers = hosts.stream().filter(InstalledHost::isLoadBalancer).toList();
    List<String> masters = names(hosts.stream().filter(InstalledHost::isMaster).toList());
    if (names(balancers).size() != 1 || masters.size() < 2) return;
    Located<String> only = balancers.getFirst().name();
    out.report(
        Diagnostic.of(
                META,
                only.span(),
                "`%s` is the only load balancer before %d masters"
                    .formatted(only.value(), masters.size()))
            .help("add a second load balancer"));
  }

  private static List<String> names(List<InstalledHost> hosts) {
    return hosts.stream().map(host -> host.name().value()).distinct().toList();
  }
}
