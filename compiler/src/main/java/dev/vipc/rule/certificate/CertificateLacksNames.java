package dev.vipc.rule.certificate;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Certificate;
import dev.vipc.model.Certificate.Role;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.ApiServerNames;
import dev.vipc.rule.kubeadm.ApiServerNames.Wanted;
import java.util.List;
import java.util.stream.Collectors;

/** XS006. */
@AutoService(Rule.class)
public final class CertificateLacksNames implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS006",
          "certificate-lacks-names",
          WARNING,
          """
          A certificate that exists does not carry a name or an address that its server is reached by.

          A client compares the host that it asked for with the subject alternative names of the certificate and ends the
          connection where none fits: `x509: certificate is valid for …, not …`. Who puts a load balancer before running
          API servers, moves to another endpoint or adds one to `certSANs` changes what clients ask for; the certificates
          stay as they were until somebody makes new ones.

          For an API server's certificate the wanted names are: the host of `controlPlaneEndpoint` and of each
          kubeconfig's `server`, the loopback address on which the node's own load balancer listens, the names and the
          first address of the service `kubernetes`, the node's own name and address, the virtual address, and what
          `certSANs` lists. For etcd's: the node's own name and address and what `serverCertSANs` or `peerCertSANs` lists,
          and for its server certificate `localhost` and 127.0.0.1, by which a stacked API server reaches it. Sources:
          kubeadm's package certs (NewAPIServerAltNames, GetEtcdAltNames, GetEtcdPeerAltNames); RFC 6125, section 6.4.

          It is an error where clients are known that come by the name: the endpoint, a kubeconfig's server, the local load
          balancer, the service, and the own address. For the others it is a warning.

          List the names under `certSANs` in the kubeadm configuration, then on each control-plane node: move
          `apiserver.crt` and `apiserver.key` away, run `kubeadm init phase certs apiserver --config FILE`, restart the API
          server, and upload the configuration with `kubeadm init phase upload-config kubeadm`.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (Certificate certificate : node.parts().all(Certificate.class))
        if (certificate.leads()) check(certificate, deployment, node, out);
  }

  private static void check(
      Certificate certificate, Deployment deployment, Node node, Reporter out) {
    List<Wanted> missing =
        wanted(certificate.role(), deployment, node).stream()
            .filter(wanted -> !certificate.holds(wanted.name()))
            .toList();
    if (!missing.isEmpty()) out.report(finding(certificate, missing));
  }

  private static List<Wanted> wanted(Role role, Deployment deployment, Node node) {
    return switch (role) {
      case API_SERVER -> ApiServerNames.of(deployment, node);
      case ETCD_SERVER -> EtcdNames.ofServer(deployment, node);
      case ETCD_PEER -> EtcdNames.ofPeer(deployment, node);
      case AUTHORITY, OTHER -> List.of();
    };
  }

  private static Diagnostic finding(Certificate certificate, List<Wanted> missing) {
    boolean needed = missing.stream().anyMatch(wanted -> wanted.why().isNeeded());
    String names =
        missing.stream().map(wanted -> "`" + wanted.name() + "`").collect(Collectors.joining(", "));
    Diagnostic finding =
        Diagnostic.of(META, certificate.span(), "the certificate does not carry " + names)
            .as(needed ? ERROR : WARNING)
            .help(cure(certificate.role()));
    for (Wanted wanted : missing)
      finding =
          finding.also(wanted.place(), "`%s`: %s".formatted(wanted.name(), wanted.why().text()));
    return finding;
  }

  private static String cure(Role role) {
    String phase =
        switch (role) {
          case ETCD_SERVER -> "etcd-server";
          case ETCD_PEER -> "etcd-peer";
          case API_SERVER, AUTHORITY, OTHER -> "apiserver";
        };
    return "list what is missing in the kubeadm configuration, move the certificate and its key away, and run"
        + " `kubeadm init phase certs %s --config FILE`".formatted(phase);
  }
}
