package dev.vipc.rule.envoy;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.EnvoyFile;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;

/** EV001: words of Envoy's v2 API. */
@AutoService(Rule.class)
public final class RetiredApi implements Rule {
  private static final Version FIRST_WITHOUT = new Version(1, 17, 0);
  private static final RuleMeta META =
      new RuleMeta(
              "EV001",
              "envoy-v2-api",
              ERROR,
              """
              An Envoy bootstrap uses names, types or fields of the v2 API.

              Envoy 1.17 (January 2021) and newer know v3 alone: they refuse `hosts` in a cluster, `config` beside a filter's \
              name, `tls_context` and types of `envoy.api.v2`, and later releases do not find extensions under names such as \
              `envoy.tcp_proxy`. The proxy then does not start. Source: Envoy's release notes of 1.14 (names) and 1.17 \
              (v2 removed). With `--target envoy=1.16` the rule is silent.

              Write `load_assignment` for `hosts`, `typed_config` with an `@type` for `config`, `transport_socket` for \
              `tls_context`, and the extensions' new names. A name alone is renamed by the fix.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Version target = deployment.targets().versionFor("envoy");
    if (target.compareTo(FIRST_WITHOUT) < 0) return;
    deployment
        .all(EnvoyFile.class)
        .flatMap(file -> file.retired().stream())
        .forEach(word -> out.report(finding(word)));
  }

  private static Diagnostic finding(EnvoyFile.Retired word) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                word.place().span(),
                "`%s` belongs to the v2 API, which Envoy 1.17 and newer do not read"
                    .formatted(word.place().value()))
            .help("write `%s`".formatted(word.instead()));
    return word.renamed()
        ? finding.fix(
            Fix.replace(word.place().span(), word.instead(), "write the extension's new name"))
        : finding;
  }
}
