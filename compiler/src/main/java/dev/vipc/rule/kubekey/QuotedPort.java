package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;

/** A port in quotes, which KubeKey 2 and 3 cannot read. */
@AutoService(Rule.class)
public final class QuotedPort implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KK004",
              "quoted-port",
              Severity.ERROR,
              """
              A port stands in quotes.

              From v1alpha2 on KubeKey reads ports as numbers and stops at text: "cannot unmarshal string into Go
              struct field .port of type int". KubeKey 1.0 (v1alpha1) read them as text and later releases of
              v1alpha1 as numbers, so nothing is said of v1alpha1. Source: the Go types of the API versions.

              Write the number without quotes.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeKeyCluster.class)
        .flatMap(cluster -> cluster.quotedPorts().stream())
        .forEach(port -> out.report(finding(port)));
  }

  private static Diagnostic finding(Located<String> port) {
    return Diagnostic.of(
            META,
            port.span(),
            "port `%s` is text here, and a number is read".formatted(port.value()))
        .help("write %s without quotes".formatted(port.value()))
        .fix(Fix.replace(port.span(), port.value(), "write the number without quotes"));
  }
}
