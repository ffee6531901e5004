package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.rule.Rule;
import java.util.Optional;

/** KV022. */
@AutoService(Rule.class)
public final class ConfigFileKeyIgnored extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV022",
          "config-file-key-ignored",
          WARNING,
          """
              A key of kube-vip's configuration file has no effect, because a flag's default stands in its way.

              The file of `--config-file` fills only what is still zero after the flags. Every flag with a default of its own (port 6443, namespace, lease names and
              times, `lbPort`, table and protocol numbers, the metrics' address …) is never zero, so the file's value is dropped without a word. Source: kube-vip's
              `mergeConfigValues` and flag defaults.

              The rule speaks where the value differs from the default.

              Set it by its environment variable, which always wins.
              """);

  public ConfigFileKeyIgnored() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (kubeVip.form() != Form.CONFIG_FILE) return;
    KubeVipTable table = KubeVipTable.get();
    for (Written key : kubeVip.settings().written()) {
      Optional<String> standing =
          table.defaultOf(key.means(), table.newest()).filter(text -> !text.matches("|0|false"));
      Optional<String> value = key.value().value();
      if (standing.isPresent() && value.isPresent() && !value.equals(standing))
        out.report(
            Diagnostic.of(
                    META,
                    key.name().span(),
                    "`%s` in the file has no effect: kube-vip stays with %s"
                        .formatted(key.name().value(), standing.get()))
                .help("set the environment variable `%s` instead".formatted(key.means())));
    }
  }
}
