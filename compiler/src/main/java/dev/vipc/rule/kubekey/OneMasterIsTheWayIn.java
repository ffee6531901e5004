package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** Several masters of which one is the only way in. */
@AutoService(Rule.class)
public final class OneMasterIsTheWayIn implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KK003",
          "one-master-is-the-way-in",
          Severity.WARNING,
          """
              There are several masters, and every node reaches the control plane by one of them.

              Without a load balancer KubeKey gives the endpoint's name the address of the first master (KubeKey 4,
              type `local`: on all but the control-plane nodes). When that machine is down, no other node reaches an
              API server, though the others run. KubeKey 2 and 3 print a warning and go on. The same holds where the
              address is one of the masters' own. Source: KubeKey's SetDefaultLBCfg, and the comments of KubeKey 4's
              defaults.

              Choose an internal load balancer (`haproxy`, or `kube-vip` with a free address), or write the address
              of a load balancer of your own.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> run.masters().size() > 1 && !isBalanced(run.endpoint()))
        .forEach(run -> check(deployment, run, out));
  }

  private static boolean isBalanced(Endpoint way) {
    return way.externalDns().is(true)
        || way.address().isUnknown()
        || !(way.balancer().isUnset() || way.isBalancedBy("local"));
  }

  private static void check(Deployment deployment, Installation run, Reporter out) {
    Endpoint way = run.endpoint();
    if (way.address().isUnset() || way.address().is("127.0.0.1")) {
      Span place = way.address().span().orElse(way.place());
      out.report(
          finding(
              place,
              run.isDialect(Dialect.V1)
                  ? "the workers reach the %d masters by the first one only"
                  : "the nodes reach the %d masters by the first one only",
              run));
      return;
    }
    Optional<IpAddress> address = way.address().value().flatMap(IpAddress::parse);
    deployment
        .all(HostEntry.class)
        .filter(host -> run.masters().contains(host.name().value()))
        .filter(host -> address.filter(host.address().value()::equals).isPresent())
        .findFirst()
        .ifPresent(
            host ->
                out.report(
                    finding(
                            way.address().span().orElseThrow(),
                            "the nodes reach the %d masters by one of them only",
                            run)
                        .also(
                            host.address().span(),
                            "the address of `%s`".formatted(host.name().value()))));
  }

  private static Diagnostic finding(Span place, String message, Installation run) {
    String key = run.isDialect(Dialect.V1) ? "type" : "internalLoadbalancer";
    return Diagnostic.of(META, place, message.formatted(run.masters().size()))
        .help("write `%s: haproxy`, or the address of a load balancer".formatted(key));
  }
}
