package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipSettings.Origin;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.Optional;

/** KV031. */
@AutoService(Rule.class)
public final class LoseLeadershipTwice extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV031",
              "lose-leadership-written-twice",
              ERROR,
              """
              `vip_loseleadership` is written twice, and its second value is no boolean.

              kube-vip 1.2.2's `manifest` command writes the timeout of `--loseLeadership` under the name of the switch a second time. Of two variables with one
              name the later counts, `30` is no boolean, and kube-vip ends before it does anything. Source: kube-vip's `config_generator.go`, 1.2.2.

              Name the second one `vip_loseleadership_timeout_seconds`.
              """)
          .withFix();

  public LoseLeadershipTwice() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    List<Written> same =
        kubeVip.settings().written().stream()
            .filter(written -> written.origin() == Origin.VARIABLE)
            .filter(written -> written.name().value().equals("vip_loseleadership"))
            .toList();
    if (same.size() < 2 || !isRead(release(kubeVip, deployment))) return;
    Written last = same.getLast();
    if (last.value().value().filter(text -> text.matches("\\d{2,}|[2-9]")).isEmpty()) return;
    out.report(
        Diagnostic.of(
                META,
                last.name().span(),
                "the second `vip_loseleadership` says `%s`, which is no boolean"
                    .formatted(last.value().value().orElseThrow()))
            .also(same.getFirst().name().span(), "first written here")
            .help("name the second one `vip_loseleadership_timeout_seconds`")
            .fix(
                Fix.replace(
                    last.name().span(),
                    "vip_loseleadership_timeout_seconds",
                    "take the name of the timeout")));
  }

  private static boolean isRead(Optional<Version> release) {
    return release.isEmpty() || isAtLeast(release, 1, 2, 2);
  }
}
