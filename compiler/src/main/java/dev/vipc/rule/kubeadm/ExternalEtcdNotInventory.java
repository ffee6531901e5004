package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** KD030. */
@AutoService(Rule.class)
public final class ExternalEtcdNotInventory implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD030",
          "external-etcd-not-inventory",
          ERROR,
          """
              `etcd.external.endpoints` and the inventory's group `etcd` name different members.

              The API server spreads its connections over the endpoints and takes any that answers; one that was removed from the cluster, \
              or never was in it, costs time at each start and answers with old data while its machine still runs, and a member that is \
              missing here is no help when the others are down. kubeadm asks the endpoints for their version only. It is asked where the \
              files hold an inventory with a group `etcd`. Source: kubeadm's documentation, "Set up a High Availability etcd Cluster".

              Write one endpoint for each machine of the group.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<HostEntry> members =
        deployment.all(HostEntry.class).filter(host -> host.groups().contains("etcd")).toList();
    if (members.isEmpty()) return;
    for (Cluster cluster : deployment.clusters()) {
      List<Located<HostPort>> endpoints =
          cluster.externalEtcd().stream().flatMap(e -> e.located().stream()).toList();
      if (endpoints.isEmpty() || endpoints.size() < cluster.externalEtcd().size()) continue;
      compare(endpoints, members, out);
    }
  }

  /** Silent where none is common to both: the inventory is of another etcd then. */
  private static void compare(
      List<Located<HostPort>> endpoints, List<HostEntry> members, Reporter out) {
    List<HostEntry> missing =
        members.stream()
            .filter(member -> members.stream().noneMatch(same -> isAsked(same, member, endpoints)))
            .toList();
    if (missing.size() == members.size()) return;
    endpoints.stream()
        .filter(endpoint -> members.stream().noneMatch(member -> is(endpoint.value(), member)))
        .filter(endpoint -> isComparable(endpoint.value(), members))
        .forEach(endpoint -> out.report(stranger(endpoint, members.getFirst())));
    if (endpoints.stream().allMatch(e -> isComparable(e.value(), members)))
      missing.forEach(member -> out.report(missing(member, endpoints.getFirst())));
  }

  /** Whether an endpoint leads to a machine by this or by another address of it. */
  private static boolean isAsked(
      HostEntry entry, HostEntry member, List<Located<HostPort>> endpoints) {
    return entry.name().value().equals(member.name().value())
        && endpoints.stream().anyMatch(endpoint -> is(endpoint.value(), entry));
  }

  private static boolean is(HostPort endpoint, HostEntry member) {
    return endpoint.host().equals(member.name().value())
        || endpoint.address().filter(member.address().value()::equals).isPresent();
  }

  /** A name that the inventory does not know may be another name of a member. */
  private static boolean isComparable(HostPort endpoint, List<HostEntry> members) {
    return endpoint.address().isPresent()
        || members.stream().anyMatch(member -> is(endpoint, member));
  }

  private static Diagnostic stranger(Located<HostPort> endpoint, HostEntry member) {
    return Diagnostic.of(
            META,
            endpoint.span(),
            "`%s` is no machine of the group `etcd`".formatted(endpoint.value().host()))
        .also(member.name().span(), "the group's first machine")
        .help("take it out, or add the machine to the inventory");
  }

  private static Diagnostic missing(HostEntry member, Located<HostPort> endpoint) {
    return Diagnostic.of(
            META,
            endpoint.span(),
            "no endpoint leads to the etcd member `%s`".formatted(member.name().value()))
        .also(member.name().span(), "the member")
        .help("add `https://%s:2379`".formatted(member.address().value()));
  }
}
