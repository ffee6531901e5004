package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.regex.Pattern;

/** HX028: logs to a socket that a pod does not have. */
@AutoService(Rule.class)
public final class LogSocketNotInPod implements Rule {
  /** Releases that cannot log to their output. */
  private static final Pattern OLD = Pattern.compile(":v?1\\.[0-8]\\b");

  private static final RuleMeta META =
      new RuleMeta(
              "HX028",
              "log-socket-not-in-pod",
              WARNING,
              """
              HAProxy runs in a pod and logs to `/dev/log`, which is not there.

              A container has no syslog daemon, and the host's socket is not mounted: HAProxy starts, and what it says of servers that go \
              down, and of connections, is lost. `haproxy -c` does not look. Source: HAProxy's configuration manual, `log`.

              Write `log stdout format raw local0`, which `kubectl logs` and `crictl logs` show (HAProxy 1.9 and newer), or mount \
              `/dev/log`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (HaproxyPod pod : HaproxyPod.in(deployment))
      pod.file().lines().stream()
          .filter(line -> line.begins("log"))
          .flatMap(line -> line.word(1).stream())
          .filter(target -> target.value().startsWith("/dev/"))
          .filter(target -> pod.mountOf(target.value()).isEmpty() && !pod.hasUnknownMounts())
          .forEach(target -> out.report(finding(pod, target)));
  }

  private static Diagnostic finding(HaproxyPod pod, Located<String> target) {
    Diagnostic found =
        Diagnostic.of(
                META,
                target.span(),
                "`%s` is not in the pod, so the log is lost".formatted(target.value()))
            .also(
                pod.container().image().span().orElse(pod.pod().name().span()), "HAProxy runs here")
            .help("write `stdout format raw`, or mount the socket");
    boolean old = pod.container().image().value().filter(i -> OLD.matcher(i).find()).isPresent();
    return old
        ? found
        : found.fix(
            Fix.replace(target.span(), "stdout format raw", "log to the container's output"));
  }
}
