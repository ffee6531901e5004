package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.CheckScript.Probe;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A probe that does not ask how the API server is. */
@AutoService(Rule.class)
public final class ProbePath implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA018",
              "probe-path-is-no-health-path",
              Severity.WARNING,
              """
              A check script asks the API server for `/` and not for its health.

              The path / needs a login: without one the API server answers 403, whether its etcd is
              there or not, so the answer says only that something speaks HTTP. `/readyz`, `/livez` and
              `/healthz` are answered without a login (Kubernetes, API health endpoints), and /readyz
              fails as soon as the server cannot do its work.

              Write `/readyz`. The rule speaks of HTTPS requests in scripts that name the API server,
              or that ask its usual ports.
              """)
          .withFix();
  private static final Pattern NAMES_API = Pattern.compile("(?i)api-?_?server|kube|k8s");
  private static final int USUAL_PORT = 6443;

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.all(CheckScript.class).forEach(script -> check(script, out));
  }

  private static void check(CheckScript script, Reporter out) {
    for (Probe probe : script.probes())
      if (probe.path().is("/") && isOfApiServer(script, probe)) out.report(finding(probe));
  }

  private static boolean isOfApiServer(CheckScript script, Probe probe) {
    if (!probe.url().value().startsWith("https://")) return false;
    boolean usual =
        probe
            .target()
            .value()
            .filter(target -> target.port().equals(OptionalInt.of(USUAL_PORT)))
            .isPresent();
    String name = script.file().path().substring(script.file().path().lastIndexOf('/') + 1);
    return usual
        || NAMES_API.matcher(name).find()
        || NAMES_API.matcher(script.text().text()).find();
  }

  private static Diagnostic finding(Probe probe) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                probe.url().span(),
                "`%s` asks for `/`, which says nothing of the API server's health"
                    .formatted(probe.url().value()))
            .help("ask for /readyz, which is answered without a login");
    return fix(probe.url().span()).map(finding::fix).orElse(finding);
  }

  private static Optional<Fix> fix(Span url) {
    String raw = url.text();
    if (!raw.startsWith("https://") || raw.contains("?") || raw.contains("#"))
      return Optional.empty();
    String path = raw.endsWith("/") ? "readyz" : "/readyz";
    return Optional.of(Fix.replace(url, raw + path, "ask for its readiness"));
  }
}
