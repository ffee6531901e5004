package dev.vipc.rule.certificate;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Certificate;
import dev.vipc.model.Deployment;
import dev.vipc.model.Moment;
import dev.vipc.rule.Rule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** XS015. */
@AutoService(Rule.class)
public final class CertificateOutOfDate implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS015",
          "certificate-out-of-date",
          ERROR,
          """
          A certificate has expired, is about to, or is not valid yet.

          kubeadm's certificates live one year and its authorities ten. A control plane that was not upgraded within
          the year, which renews them, stops at once and on all nodes: the API servers, etcd and every kubeconfig were
          made on the same day, and after it each refuses the other with `x509: certificate has expired or is not yet
          valid`. What stands in the files is no news to a server that still runs with an older certificate in memory.
          Sources: kubeadm's constants (CertificateValidityPeriod); kubeadm's documentation, "Certificate Management with
          kubeadm".

          It is an error from the end on, and before the begin. It is a warning for 30 days before the end.

          Run `kubeadm certs renew all` on every control-plane node, one after the other, and restart the static pods; an
          authority has to be replaced by hand, before it ends.
          """);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(Moment.class)
        .findFirst()
        .ifPresent(
            moment ->
                deployment
                    .all(Certificate.class)
                    .forEach(certificate -> check(certificate, moment, out)));
  }

  private static void check(Certificate certificate, Moment moment, Reporter out) {
    Instant end = certificate.notAfter();
    if (end.isBefore(moment.now()))
      out.report(finding(certificate, "the certificate expired on " + DAY.format(end)));
    else if (certificate.notBefore().isAfter(moment.now()))
      out.report(
          Diagnostic.of(
                  META,
                  certificate.span(),
                  "the certificate is not valid before " + DAY.format(certificate.notBefore()))
              .help("set the clock of the machine that made it, and make it anew"));
    else if (end.isBefore(moment.now().plus(moment.horizon())))
      out.report(finding(certificate, "the certificate expires on " + DAY.format(end)).as(WARNING));
  }

  private static Diagnostic finding(Certificate certificate, String message) {
    String cure =
        certificate.isAuthority()
            ? "make a new authority, let every client trust both, then replace the certificates"
            : "run `kubeadm certs renew all` on every control-plane node, and restart the static pods";
    return Diagnostic.of(META, certificate.span(), message).help(cure);
  }
}
