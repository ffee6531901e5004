package dev.vipc.rule.certificate;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Certificate;
import dev.vipc.model.Certificate.Role;
import dev.vipc.model.Deployment;
import dev.vipc.model.Kubeconfig;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.regex.Pattern;

/** XS016. */
@AutoService(Rule.class)
public final class CertificateOfAnotherAuthority implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS016",
          "certificate-of-another-authority",
          ERROR,
          """
          The authority that lies beside a certificate did not sign it.

          Who trusts `ca.crt` refuses a certificate that another authority signed: `x509: certificate signed by unknown
          authority`. It happens when a node was initialised on its own before it was joined, when a cluster was reset and
          only some files were copied, or when an authority was replaced and its certificates were not. Two authorities
          made by kubeadm have the same name, `kubernetes`, so the names tell nothing; the signature is checked with the
          authority's key.

          Compared are, in kubeadm's layout, the API server's certificates and etcd's with the `ca.crt` of their folder,
          `apiserver-etcd-client.crt` with `etcd/ca.crt`, `front-proxy-client.crt` with `front-proxy-ca.crt`, and the
          authority inside a kubeconfig with the `ca.crt` of its node. Where an authority's file holds several, any of them
          may have signed. Source: kubeadm's package certs (certlist).

          Copy the authority that the other control-plane nodes use, with its key, then make the node's certificates anew
          with `kubeadm init phase certs all`.
          """);
  private static final Pattern AUTHORITY = Pattern.compile("ca\\.(crt|pem)");
  private static final Pattern OF_FOLDER =
      Pattern.compile(
          "apiserver\\.crt|apiserver-kubelet-client\\.crt|kubernetes\\.pem|server\\.crt|peer\\.crt"
              + "|healthcheck-client\\.crt");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes()) {
      List<Certificate> all = node.parts().all(Certificate.class);
      for (Certificate certificate : all)
        if (certificate.leads() && certificate.role() != Role.AUTHORITY)
          check(certificate, all, out);
      for (Kubeconfig file : node.parts().all(Kubeconfig.class)) check(file, all, out);
    }
  }

  private static void check(Certificate certificate, List<Certificate> all, Reporter out) {
    List<Certificate> authorities =
        all.stream().filter(ca -> ca.isAuthority() && signs(ca, certificate)).toList();
    if (authorities.isEmpty() || authorities.stream().anyMatch(certificate::isSignedBy)) return;
    Certificate beside = authorities.getFirst();
    out.report(
        Diagnostic.of(
                META,
                certificate.span(),
                "`%s` was not signed by the authority in `%s`"
                    .formatted(certificate.fileName(), beside.fileName()))
            .also(beside.span(), "the authority beside it: `%s`".formatted(beside.commonName()))
            .help(
                "copy the authority of the other control-plane nodes, and make the certificate anew"));
  }

  /** Whether the authority's file is where the one that signs this certificate lies. */
  private static boolean signs(Certificate authority, Certificate certificate) {
    String folder = certificate.folder();
    String name = certificate.fileName();
    if (name.equals("front-proxy-client.crt"))
      return authority.folder().equals(folder) && authority.fileName().equals("front-proxy-ca.crt");
    if (!AUTHORITY.matcher(authority.fileName()).matches()) return false;
    if (name.equals("apiserver-etcd-client.crt"))
      return authority.folder().equals(folder.isEmpty() ? "etcd" : folder + "/etcd");
    return OF_FOLDER.matcher(name).matches() && authority.folder().equals(folder);
  }

  private static void check(Kubeconfig file, List<Certificate> all, Reporter out) {
    List<Certificate> authorities = all.stream().filter(ca -> isClusters(ca)).toList();
    if (authorities.isEmpty()) return;
    for (Kubeconfig.Server server : file.servers()) {
      boolean known =
          server.authorities().isEmpty()
              || server.authorities().stream()
                  .anyMatch(
                      inside ->
                          authorities.stream()
                              .anyMatch(
                                  ca -> ca.content().getPublicKey().equals(inside.getPublicKey())));
      if (!known)
        out.report(
            Diagnostic.of(
                    META,
                    server.authorityPlace(),
                    "`%s` trusts another authority than the one in `%s`"
                        .formatted(file.fileName(), authorities.getFirst().fileName()))
                .also(authorities.getFirst().span(), "the cluster's authority")
                .help("make the kubeconfig anew with `kubeadm init phase kubeconfig`"));
    }
  }

  private static boolean isClusters(Certificate certificate) {
    return certificate.isAuthority()
        && certificate.fileName().equals("ca.crt")
        && !certificate.folder().endsWith("etcd");
  }
}
