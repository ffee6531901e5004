package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.rule.Rule;
import java.util.List;

/** KV032. */
@AutoService(Rule.class)
public final class HealthCheckWithoutEffect extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV032",
              "health-check-without-effect",
              WARNING,
              """
              A health check of the control plane is set for a kube-vip in ARP mode, where nothing asks it.

              `control_plane_health_check_*` (from 1.2.0 on) withdraws the route of a node whose API server does not answer. In ARP mode there is no route; the
              holder keeps the address as long as it renews its lease. So the check that someone relies on is never made. Source: kube-vip 1.2.0, whose
              BGP and routing-table modes alone start it.

              Delete the variables, or take BGP or routing-table mode.
              """)
          .withFix();

  public HealthCheckWithoutEffect() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!kubeVip.runs("arp") && !kubeVip.runs("wireguard")) return;
    List<Written> checks =
        kubeVip.settings().written().stream()
            .filter(written -> written.means().startsWith("control_plane_health_check_"))
            .filter(written -> written.value().value().filter(text -> !text.isEmpty()).isPresent())
            .toList();
    if (checks.isEmpty()) return;
    String mode = kubeVip.modes().getFirst().value();
    Diagnostic found =
        Diagnostic.of(
                META,
                checks.getFirst().name().span(),
                "in %s mode kube-vip never asks `%s`"
                    .formatted(mode, checks.getFirst().name().value()))
            .also(kubeVip.modes().getFirst().span(), "%s mode is switched on here".formatted(mode))
            .help("delete the health check, or take BGP or routing-table mode");
    for (Written check : checks.subList(1, checks.size()))
      found = found.also(check.name().span(), "nor this");
    List<Fix.Edit> edits =
        checks.stream().flatMap(check -> EntryRemoval.of(check.entry()).stream()).toList();
    out.report(
        edits.size() == checks.size()
            ? found.fix(new Fix("delete the health check", true, edits))
            : found);
  }
}
