package dev.vipc.rule.inventory;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.FailureDomain;
import dev.vipc.model.InstalledHost;
import dev.vipc.rule.Rule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A zone whose loss stops etcd. */
@AutoService(Rule.class)
public final class ZoneHoldsQuorum implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "INV005",
          "zone-holds-quorum",
          Severity.WARNING,
          """
              One zone holds so many of etcd's members that its loss stops etcd.

              etcd needs more than half of its members. With three in two zones, the zone that has two of them takes
              the cluster along: two zones cannot do better, whatever the number is. Counted are the members of the
              group `etcd`, or the masters where there is none. The rule speaks only where every member's zone is
              stated (`zone` in an inventory or the spec, the label topology.kubernetes.io/zone), and in more than
              one. Source: etcd's FAQ, "What is failure tolerance".

              Spread the members over three zones, one in each.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<String, FailureDomain> domains = new HashMap<>();
    deployment
        .all(FailureDomain.class)
        .forEach(domain -> domains.putIfAbsent(domain.host().value(), domain));
    if (domains.isEmpty()) return;
    List<String> members = members(deployment);
    List<FailureDomain> known =
        members.stream().flatMap(name -> Stream.ofNullable(domains.get(name))).toList();
    if (members.size() < 3 || known.size() < members.size()) return;
    Map<String, List<FailureDomain>> byZone =
        known.stream()
            .collect(
                Collectors.groupingBy(
                    domain -> domain.zone().value(), LinkedHashMap::new, Collectors.toList()));
    if (byZone.size() < 2) return;
    byZone.forEach(
        (zone, inside) -> {
          if (2 * (members.size() - inside.size()) <= members.size())
            out.report(finding(zone, inside, members.size()));
        });
  }

  private static List<String> members(Deployment deployment) {
    List<InstalledHost> hosts = deployment.all(InstalledHost.class).toList();
    List<String> etcd = names(hosts, InstalledHost::isEtcd);
    return etcd.isEmpty() ? names(hosts, InstalledHost::isMaster) : etcd;
  }

  private static List<String> names(List<InstalledHost> hosts, Predicate<InstalledHost> wanted) {
    return hosts.stream().filter(wanted).map(host -> host.name().value()).distinct().toList();
  }

  private static Diagnostic finding(String zone, List<FailureDomain> inside, int members) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                inside.getFirst().zone().span(),
                "the loss of zone `%s` takes %d of etcd's %d members, and etcd stops"
                    .formatted(zone, inside.size(), members))
            .help("spread the members over three zones or more");
    for (FailureDomain other : inside.subList(1, inside.size()))
      finding =
          finding.also(other.zone().span(), "`%s` is there too".formatted(other.host().value()));
    return finding;
  }
}
