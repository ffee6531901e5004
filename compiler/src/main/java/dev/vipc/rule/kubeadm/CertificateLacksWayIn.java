package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** KD008. */
@AutoService(Rule.class)
public final class CertificateLacksWayIn implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD008",
              "certificate-lacks-way-in",
              ERROR,
              """
          The API server's certificate does not hold an address that clients reach it by.

          kubeadm puts the node's own name and address, the service names and the host of `controlPlaneEndpoint` into the \
          certificate, and nothing else by itself: not 127.0.0.1, and not the virtual address where the endpoint is a name. \
          A client that comes by such an address gets an x509 error. Adding it later means a new certificate on every \
          control-plane node. Source: kubeadm's package certs (NewAPIServerAltNames).

          Add the address to `apiServer.certSANs`. It is an error for a proxy that listens on 127.0.0.1 in front of API \
          servers, which its clients name; a warning for the virtual address behind an endpoint that is a name, since clients \
          that keep to the name are served.
          """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    if (deployment.clusters().isEmpty()) return;
    List<ApiServerNames.Wanted> balancers = ApiServerNames.localBalancers(deployment);
    Optional<ApiServerNames.Wanted> virtual = ApiServerNames.virtualAddress(deployment);
    for (Cluster cluster : deployment.clusters()) {
      boolean known = cluster.certSans().stream().noneMatch(Setting::isUnknown);
      if (!known || cluster.controlPlaneEndpoint().value().isEmpty()) continue;
      checkLoopback(balancers, cluster, out);
      checkVirtualAddress(virtual, cluster, out);
    }
  }

  private static void checkLoopback(
      List<ApiServerNames.Wanted> balancers, Cluster cluster, Reporter out) {
    balancers.stream()
        .filter(wanted -> !holds(cluster, wanted.name()))
        .findFirst()
        .ifPresent(
            wanted ->
                out.report(
                    found(cluster, wanted.name())
                        .also(wanted.place(), "clients on this node come by this address")));
  }

  private static void checkVirtualAddress(
      Optional<ApiServerNames.Wanted> virtual, Cluster cluster, Reporter out) {
    boolean endpointIsName =
        cluster.controlPlaneEndpoint().value().filter(e -> e.address().isEmpty()).isPresent();
    if (!endpointIsName) return;
    virtual
        .filter(wanted -> !holds(cluster, wanted.name()))
        .ifPresent(
            wanted ->
                out.report(
                    found(cluster, wanted.name())
                        .as(WARNING)
                        .also(wanted.place(), "the virtual address is set up here")));
  }

  private static boolean holds(Cluster cluster, String host) {
    Optional<HostPort> endpoint = cluster.controlPlaneEndpoint().value();
    return endpoint.filter(e -> e.host().equals(host)).isPresent()
        || cluster.certSans().stream().anyMatch(san -> san.is(host));
  }

  private static Diagnostic found(Cluster cluster, String host) {
    List<Span> sans = cluster.certSans().stream().flatMap(san -> san.span().stream()).toList();
    Span place =
        sans.isEmpty()
            ? cluster.controlPlaneEndpoint().span().orElse(cluster.api().document())
            : sans.getFirst();
    Diagnostic found =
        Diagnostic.of(
                META, place, "the API server's certificate does not hold `%s`".formatted(host))
            .help("add `%s` to certSANs".formatted(host));
    return CertificateNames.adding(cluster, List.of(host)).map(found::fix).orElse(found);
  }
}
