package dev.vipc.rule.inventory;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A proxy that reaches the masters by the address for SSH. */
@AutoService(Rule.class)
public final class ProxyUsesManagementAddress implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "INV008",
              "proxy-uses-management-address",
              Severity.WARNING,
              """
              A proxy reaches a master by the address that is meant for SSH, not by the machine's own.

              An inventory has two addresses for a machine where the way in for people is another network, or a
              gateway translates: the API server does not listen there, or is reached by a detour that fails by
              itself. Reported are server lines with such an address, and KubeKey 1 to 3 with `internalLoadbalancer:
              haproxy`, which writes `address` and not `internalAddress` into the proxy of every worker. Source:
              KubeKey's haproxy template; other-address variables of kubespray (`ip`, `access_ip`).

              Write the internal address. For KubeKey let both be the same address, or use a load balancer of your
              own.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<IpAddress, ManagementAddress> remote = new HashMap<>();
    deployment
        .all(ManagementAddress.class)
        .forEach(at -> remote.putIfAbsent(at.address().value(), at));
    if (remote.isEmpty()) return;
    deployment.all(ProxyDaemon.class).forEach(daemon -> servers(daemon, remote, out));
    deployment
        .all(KubeKeyCluster.class)
        .filter(ProxyUsesManagementAddress::writesHaproxy)
        .forEach(cluster -> installed(cluster, remote.values(), out));
  }

  private static void servers(
      ProxyDaemon daemon, Map<IpAddress, ManagementAddress> remote, Reporter out) {
    for (Proxy proxy : daemon.proxies())
      for (Proxy.Server server : proxy.servers())
        server
            .address()
            .located()
            .flatMap(at -> at.value().address().map(remote::get).map(known -> finding(at, known)))
            .ifPresent(out::report);
  }

  private static Diagnostic finding(Located<HostPort> server, ManagementAddress known) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                server.span(),
                "`%s` is the address of `%s` for SSH; its own is `%s`"
                    .formatted(
                        known.address().value(), known.host().value(), known.internal().value()))
            .also(known.internal().span(), "the machine's own address")
            .help("write `%s`".formatted(known.internal().value()));
    String text = server.span().text();
    String remote = known.address().value().toString();
    return text.contains(remote)
        ? finding.fix(
            new Fix(
                "write the machine's own address",
                false,
                List.of(
                    new Fix.Edit(
                        server.span(), text.replace(remote, known.internal().value().toString())))))
        : finding;
  }

  private static boolean writesHaproxy(KubeKeyCluster cluster) {
    return cluster.dialect() != Dialect.V1
        && cluster.endpoint().filter(way -> way.isBalancedBy("haproxy")).isPresent();
  }

  private static void installed(
      KubeKeyCluster cluster, Collection<ManagementAddress> remote, Reporter out) {
    List<String> masters =
        cluster.members().stream()
            .filter(KubeKeyCluster::isMaster)
            .map(KubeKeyCluster.Member::name)
            .toList();
    remote.stream()
        .filter(at -> at.host().span().file() == cluster.file())
        .filter(at -> masters.contains(at.host().value()))
        .sorted(Comparator.comparing(at -> at.address().span()))
        .forEach(
            at ->
                out.report(
                    Diagnostic.of(
                            META,
                            at.address().span(),
                            "KubeKey's haproxy will reach `%s` by `%s`, its address for SSH"
                                .formatted(at.host().value(), at.address().value()))
                        .also(at.internal().span(), "the machine's own address")
                        .help(
                            "let KubeKey reach the machine by its internal address, or use another load balancer")));
  }
}
