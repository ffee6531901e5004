package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KV013. */
@AutoService(Rule.class)
public final class LiteralNodeName implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV013",
              "literal-node-name",
              ERROR,
              """
              Several kube-vips elect under one node name.

              The name in `vip_nodename` is a candidate's identity in the lease. Two candidates with one name take each other for themselves: both believe that they
              hold the lease, and both answer for the address (kube-vip issues 665 and 996). In a DaemonSet one literal name is every pod's.

              Take the node's own name by `fieldRef: spec.nodeName`, as the generator does from 0.8.0 on.
              """)
          .withFix();

  private static final Pattern VALUE =
      Pattern.compile("\\bvalue[ \\t]*:[ \\t]*(?:\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,}]+)");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    var names = new HashMap<String, Node>();
    for (Node node : deployment.nodes())
      for (KubeVip kubeVip : node.parts().all(KubeVip.class))
        written(kubeVip)
            .ifPresent(
                name -> {
                  Node earlier = names.putIfAbsent(name.value().value().orElseThrow(), node);
                  if (earlier != null && earlier != node)
                    out.report(found(name, "another node's too"));
                });
    deployment
        .all(KubeVip.class)
        .filter(kubeVip -> kubeVip.form() == Form.DAEMON_SET || kubeVip.form() == Form.DEPLOYMENT)
        .flatMap(kubeVip -> written(kubeVip).stream())
        .forEach(name -> out.report(found(name, "every pod's")));
  }

  private static Optional<Written> written(KubeVip kubeVip) {
    return kubeVip
        .settings()
        .counting("vip_nodename")
        .filter(name -> !name.fromField())
        .filter(name -> name.value().value().filter(text -> !text.isEmpty()).isPresent());
  }

  private static Diagnostic found(Written name, String where) {
    Span value = name.value().span().orElse(name.entry());
    Diagnostic found =
        Diagnostic.of(
                META,
                value,
                "the node name `%s` is %s".formatted(name.value().value().orElseThrow(), where))
            .help("take the node's own name: `valueFrom: {fieldRef: {fieldPath: spec.nodeName}}`");
    Matcher key = VALUE.matcher(name.entry().text());
    if (!key.find()) return found;
    Span all = name.entry().part(key.start(), key.end());
    return found.fix(
        Fix.replace(
            all, "valueFrom: {fieldRef: {fieldPath: spec.nodeName}}", "take the node's own name"));
  }
}
