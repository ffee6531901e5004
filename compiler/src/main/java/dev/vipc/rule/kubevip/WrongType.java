package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KubeVipName;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipSettings.Origin;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** KV037. */
@AutoService(Rule.class)
public final class WrongType extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV037",
              "setting-of-wrong-type",
              ERROR,
              """
              kube-vip cannot parse the value of a setting, and ends.

              It reads every variable as text: switches by Go's `ParseBool` (`true`, `false`, `1`, `0`, `t`, `f`, not `yes` or `on`), times and ports as whole numbers
              without a unit. The first that does not parse ends it with a line in its log, so nobody holds the address. Source:
              `ParseEnvironment` in kube-vip's `config_environment.go`.

              A variable of Services counts only where `svc_enable` is on, and one that the release does not know is not read.

              Write a value of the type.
              """)
          .withFix();

  private static final Set<String> OF_SERVICES =
      Set.of("svc_election", "lb_class_only", "lb_class_legacy_handling");

  private static final Map<String, String> OTHER_BOOLEANS =
      Map.of(
          "yes",
          "true",
          "on",
          "true",
          "enabled",
          "true",
          "true",
          "true",
          "no",
          "false",
          "off",
          "false",
          "disabled",
          "false",
          "false",
          "false");

  public WrongType() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (kubeVip.form() == Form.RAFT_FILE || kubeVip.form() == Form.CONFIG_FILE) return;
    Optional<Version> release = release(kubeVip, deployment);
    for (Written written : kubeVip.settings().written())
      if (!isOfServicesAlone(kubeVip, written) && !isTimeoutOfGenerator(kubeVip, written))
        judge(written, release).ifPresent(out::report);
  }

  private static Optional<Diagnostic> judge(Written written, Optional<Version> release) {
    KubeVipTable table = KubeVipTable.get();
    String name = written.name().value();
    Optional<KubeVipName> row =
        written.origin() == Origin.FLAG ? table.flag(name) : table.variable(name);
    Optional<String> text = written.value().value();
    if (row.isEmpty() || text.isEmpty()) return Optional.empty();
    if (release.filter(version -> !row.get().isKnownAt(known(version))).isPresent())
      return Optional.empty();
    return row.get()
        .wants(text.get())
        .map(wanted -> found(written, text.get(), wanted))
        .map(found -> meant(written, row.get(), text.get()).map(found::fix).orElse(found));
  }

  private static Diagnostic found(Written written, String text, String wanted) {
    return Diagnostic.of(
            META,
            written.value().span().orElse(written.entry()),
            "kube-vip cannot read `%s` as `%s`".formatted(text, written.name().value()))
        .help("write %s".formatted(wanted));
  }

  /** Other words for a boolean, and a number of seconds with its unit. */
  private static Optional<Fix> meant(Written written, KubeVipName row, String text) {
    String small = text.toLowerCase(Locale.ROOT);
    String better =
        OTHER_BOOLEANS.getOrDefault(small, small.matches("\\d+s") ? small.replace("s", "") : text);
    return written
        .value()
        .span()
        .filter(place -> place.text().equals(text) && row.wants(better).isEmpty())
        .map(place -> Fix.replace(place, better, "write what kube-vip reads"));
  }

  private static boolean isOfServicesAlone(KubeVip kubeVip, Written written) {
    return OF_SERVICES.contains(written.means()) && !kubeVip.settings().isOn("svc_enable");
  }

  /** KV031 speaks of it. */
  private static boolean isTimeoutOfGenerator(KubeVip kubeVip, Written written) {
    return written.means().equals("vip_loseleadership")
        && kubeVip.settings().all("vip_loseleadership").size() > 1;
  }
}
