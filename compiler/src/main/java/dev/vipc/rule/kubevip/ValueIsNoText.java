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
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.regex.Pattern;

/** KV040. */
@AutoService(Rule.class)
public final class ValueIsNoText extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV040",
              "variable-is-no-text",
              ERROR,
              """
              The value of a variable of kube-vip's container stands without quotes and is a boolean or a number for YAML.

              `env[].value` is text in Kubernetes' API. The kubelet and the API server decode the manifest strictly by type, and `value: true` or `value: 6443` fails \
              with `cannot unmarshal bool into Go struct field EnvVar.value of type string`: the whole pod is refused, and the kubelet says it in its log alone. \
              `yes`, `no`, `on` and `off` are booleans there too. Source: Kubernetes' core/v1 EnvVar, and sigs.k8s.io/yaml.

              Put the value in quotes.
              """)
          .withFix();

  private static final Pattern BOOLEAN_OR_NUMBER =
      Pattern.compile(
          "true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"
              + "|[-+]?(?:0x[0-9a-fA-F]+|0o?[0-7]+|\\d[\\d_]*(?:\\.\\d*)?(?:[eE][-+]?\\d+)?)");

  private static final String TAG = "!!str ";

  public ValueIsNoText() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (kubeVip.pod().isEmpty()) return;
    for (Written written : kubeVip.settings().written())
      unquoted(written).ifPresent(value -> out.report(found(written, value)));
  }

  /**
   * The value, where it is written plain and YAML takes it for something else than text; in a
   * manifest, where it stands beside a name, and not in a spec that a manifest is written from.
   */
  private static Optional<Located<String>> unquoted(Written written) {
    if (written.origin() != Origin.VARIABLE) return Optional.empty();
    return written
        .value()
        .located()
        .filter(value -> !value.span().equals(written.entry()))
        .filter(value -> value.span().text().equals(value.value()) && isPlain(value.span()))
        .filter(value -> BOOLEAN_OR_NUMBER.matcher(value.value()).matches());
  }

  private static boolean isPlain(Span value) {
    int before = Math.max(0, value.start() - TAG.length());
    String near = value.file().text().substring(before, value.start());
    return near.endsWith(" ") && !near.equals(TAG);
  }

  private static Diagnostic found(Written written, Located<String> value) {
    return Diagnostic.of(
            META,
            value.span(),
            "`%s` of `%s` is no text without quotes, so the pod is refused"
                .formatted(value.value(), written.name().value()))
        .help("write `\"%s\"`".formatted(value.value()))
        .fix(Fix.replace(value.span(), "\"" + value.value() + "\"", "put the value in quotes"));
  }
}
