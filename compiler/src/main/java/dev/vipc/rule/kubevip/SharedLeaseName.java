package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** KV014. */
@AutoService(Rule.class)
public final class SharedLeaseName extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV014",
              "shared-lease-name",
              ERROR,
              """
              The control plane and the Services of one kube-vip elect by the same lease.

              Each election wants a lease of its own. With one name for both, the second election finds the lease taken, by the same node or by
              another one, and one of the two never gets its addresses (kube-vip issues 1288 and 1318). By themselves they are `plndr-cp-lock` and
              `plndr-svcs-lock`.

              The rule speaks of ARP mode with one election for all Services, where both leases are of one namespace.

              Give them two names.
              """)
          .withFix();

  private static final String PLANE = "plndr-cp-lock";
  private static final String SERVICES = "plndr-svcs-lock";

  public SharedLeaseName() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    KubeVipSettings settings = kubeVip.settings();
    boolean both = settings.isOn("cp_enable") && settings.isOn("svc_enable");
    if (!both || !kubeVip.runs("arp") || !settings.isOff("svc_election")) return;
    if (!settings.text("svc_namespace").isUnset() || settings.elsewhere().isPresent()) return;
    Setting<String> plane = settings.text("vip_leasename");
    Setting<String> services = settings.text("svc_leasename");
    Optional<String> name = plane.orDefault(PLANE);
    if (name.isEmpty() || !name.equals(services.orDefault(SERVICES))) return;
    Span at = services.span().or(plane::span).orElse(kubeVip.span());
    String other = services.isUnset() ? PLANE : SERVICES;
    Diagnostic found =
        Diagnostic.of(
                META,
                at,
                "the control plane and the Services share the lease `%s`".formatted(name.get()))
            .help("write `%s` here".formatted(other));
    if (plane.span().isPresent()) found = found.also(plane.span().get(), "the control plane's");
    out.report(
        name.get().equals(other)
            ? found.help("give the two leases different names")
            : found.fix(Fix.replace(at, other, "give each election its own lease")));
  }
}
