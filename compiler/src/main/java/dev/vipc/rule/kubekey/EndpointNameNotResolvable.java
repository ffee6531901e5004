package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;

/** The endpoint's name, which some node will not resolve. */
@AutoService(Rule.class)
public final class EndpointNameNotResolvable implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KK006",
          "endpoint-name-not-resolvable",
          Severity.WARNING,
          """
              Some machine will not find the control plane's name.

              KubeKey writes the name of the endpoint into /etc/hosts of every machine, except where it is told that a
              name server knows it (`externalDNS: true`), or not to touch the machines (`skipConfigureOS: true`). It is
              reported where then nothing can know the name: KubeKey's own default `lb.kubesphere.local` with
              `externalDNS`; an address beside `externalDNS`, which KubeKey asks to leave empty; and
              `skipConfigureOS` without a host list that has the name. A name inside the cluster's own domain is
              reported too: CoreDNS answers for that domain, and needs the API server to know anything. Sources: the
              comments of KubeKey's sample configuration; RFC 6762 for `.local`.

              Write a name that your name server has, or let KubeKey write /etc/hosts.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment).forEach(run -> check(deployment, run, out));
  }

  private static void check(Deployment deployment, Installation run, Reporter out) {
    Endpoint way = run.endpoint();
    String name = way.domain().orDefault(KubeKeyCluster.DEFAULT_DOMAIN).orElse("");
    Span place = way.domain().span().orElse(way.key().span());
    if (name.isEmpty() || IpAddress.parse(name).isPresent()) return;
    String clusterDomain = run.cluster().dnsDomain().orDefault("cluster.local").orElse("");
    if (isBelow(name, clusterDomain))
      out.report(
          Diagnostic.of(
                  META,
                  place,
                  "`%s` is in the cluster's own domain `%s`, which only a running cluster resolves"
                      .formatted(name, clusterDomain))
              .help("take a name outside of `%s`".formatted(clusterDomain)));
    else if (way.externalDns().is(true)) external(way, name, place, out);
    else if (run.cluster().skipsHostsFile().is(true) && !isListed(deployment, name))
      out.report(
          Diagnostic.of(
                  META,
                  place,
                  "nothing writes `%s` into /etc/hosts of the machines".formatted(name))
              .also(
                  run.cluster().skipsHostsFile().span().orElseThrow(),
                  "KubeKey leaves /etc/hosts alone")
              .help(
                  "add `%s` to /etc/hosts of every machine, or to your name server and write `externalDNS: true`"
                      .formatted(name)));
  }

  private static void external(Endpoint way, String name, Span place, Reporter out) {
    Span told = way.externalDns().span().orElseThrow();
    way.address()
        .located()
        .ifPresent(
            address ->
                out.report(
                    Diagnostic.of(
                            META,
                            address.span(),
                            "`%s` stands beside `externalDNS`, which asks for an empty address"
                                .formatted(address.value()))
                        .also(told, "the name is resolved elsewhere")
                        .help("write `address: \"\"`, or delete `externalDNS`")));
    if (name.equals(KubeKeyCluster.DEFAULT_DOMAIN))
      out.report(
          Diagnostic.of(META, place, "no name server knows `%s`, KubeKey's default".formatted(name))
              .also(told, "the name is left to a name server")
              .help("write a `domain` that your name server has"));
  }

  private static boolean isBelow(String name, String domain) {
    return !domain.isEmpty() && name.endsWith("." + domain);
  }

  private static boolean isListed(Deployment deployment, String name) {
    return deployment.all(HostEntry.class).anyMatch(host -> host.name().value().equals(name));
  }
}
