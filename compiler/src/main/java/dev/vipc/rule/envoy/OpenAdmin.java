package dev.vipc.rule.envoy;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.EnvoyFile;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;

/** EV002: Envoy's administration interface on the network. */
@AutoService(Rule.class)
public final class OpenAdmin implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "EV002",
              "open-admin-interface",
              WARNING,
              """
              Envoy's administration interface listens on more than the loopback.

              It asks nobody for a password, and `POST /quitquitquit` ends the proxy, `/healthcheck/fail` takes it out of \
              service, `/config_dump` shows its configuration. Source: Envoy's documentation of the administration interface, \
              which asks to restrict access to it.

              Write `address: 127.0.0.1`, or a pipe.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(EnvoyFile.class)
        .flatMap(file -> file.admin().stream())
        .forEach(admin -> check(admin, out));
  }

  private static void check(EnvoyFile.Admin admin, Reporter out) {
    if (!(admin.address() instanceof Setting.Given<String>(var host, var place))) return;
    if (IpAddress.parse(host).filter(ip -> !ip.address().isLoopbackAddress()).isEmpty()) return;
    out.report(
        Diagnostic.of(META, place, "anyone who reaches `%s` can stop this Envoy".formatted(host))
            .help("write `127.0.0.1`")
            .fix(local(place, host)));
  }

  private static Fix local(Span place, String host) {
    String loopback = host.indexOf(':') >= 0 ? "\"::1\"" : "127.0.0.1";
    return new Fix("listen on the loopback", false, List.of(new Fix.Edit(place, loopback)));
  }
}
