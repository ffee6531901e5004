package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipRole;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** KV036. */
@AutoService(Rule.class)
public final class RoleLacksLeases extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV036",
          "role-lacks-leases",
          ERROR,
          """
              The role of a kube-vip that elects may not get, create and update leases.

              Since 0.1.6 kube-vip elects by a Lease object of `coordination.k8s.io`. Without the rights the API server answers 403 to every try, no node ever holds the
              lease, and none brings an address up. Source: client-go's lease lock, which gets, creates and updates; kube-vip's RBAC generator; kube-vip
              issue 1464.

              The rule speaks of a DaemonSet or Deployment in ARP mode, or with `vip_leaderelection`, whose ServiceAccount the files give a role of their own. Releases
              before 0.1.6 do not elect by leases.

              Add a rule with `apiGroups: ["coordination.k8s.io"]`, `resources: ["leases"]` and the verbs `get`, `create`, `update`, `list`, `watch`.
              """);

  private static final List<String> VERBS = List.of("get", "create", "update");

  public RoleLacksLeases() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    Optional<Version> release = release(kubeVip, deployment);
    if (release.isPresent() && !isAtLeast(release, 0, 1, 6)) return;
    if (!electsByLease(kubeVip)) return;
    Optional<String> account = kubeVip.pod().flatMap(pod -> pod.serviceAccount().value());
    if (account.isEmpty()) return;
    List<KubeVipRole> roles =
        deployment
            .all(KubeVipRole.class)
            .filter(role -> role.accounts().contains(account.get()))
            .toList();
    if (roles.isEmpty()) return;
    List<String> missing =
        VERBS.stream()
            .filter(
                verb ->
                    roles.stream()
                        .noneMatch(role -> role.may(verb, "coordination.k8s.io", "leases")))
            .toList();
    if (missing.isEmpty()) return;
    Located<String> role = roles.getFirst().name();
    out.report(
        Diagnostic.of(
                META,
                role.span(),
                "role `%s` may not %s leases".formatted(role.value(), String.join(", ", missing)))
            .also(kubeVip.image().span().orElse(kubeVip.span()), "this kube-vip elects by one")
            .help("add `leases` of `coordination.k8s.io` with `get`, `create` and `update`"));
  }
}
