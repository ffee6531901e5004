package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;

/** HX203: a proxy that takes its way of balancing from a default which the target changed. */
@AutoService(Rule.class)
public final class DefaultBalanceChanges implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX203",
          "default-balance-changes",
          WARNING,
          """
          A proxy with several servers has no `balance`, and the target takes another default.

          HAProxy takes `roundrobin` up to 3.2, and `random` from 3.3 on, without a message
          (measured). Round robin gives each server its turn; random draws two servers and takes the
          one with fewer connections, so that few long connections spread less evenly. Reported
          only with `--target haproxy=VERSION`, from 3.3 on.

          Write `balance roundrobin` to keep what there was, or `balance leastconn` for long
          connections such as those of an API server.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean changed =
        deployment.targets().statedFor("haproxy").filter(to -> to.atLeast(3, 3)).isPresent();
    if (!changed) return;
    deployment
        .all(ProxyDaemon.class)
        .filter(daemon -> daemon.engine() == ProxyDaemon.Engine.HAPROXY)
        .flatMap(daemon -> daemon.proxies().stream())
        .filter(DefaultBalanceChanges::isAffected)
        .forEach(proxy -> out.report(finding(proxy)));
  }

  private static boolean isAffected(Proxy proxy) {
    return proxy.balance().isUnset()
        && proxy.servers().stream().mapToInt(Proxy.Server::count).sum() > 1;
  }

  private static Diagnostic finding(Proxy proxy) {
    return Diagnostic.of(
            META,
            proxy.name().span(),
            "`%s` has no `balance`: HAProxy takes roundrobin up to 3.2, and random from 3.3 on"
                .formatted(proxy.name().value()))
        .help("write `balance roundrobin`, or `balance leastconn` for long connections");
  }
}
