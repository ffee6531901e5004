package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Validity;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** KD042. */
@AutoService(Rule.class)
public final class CertificateOutlivesAuthority implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD042",
              "certificate-outlives-authority",
              WARNING,
              """
              Certificates are asked to live longer than the authority that signs them.

              A client checks the whole chain: on the day on which the authority ends, every certificate of it ends too, whatever it says \
              of itself, and the control plane stops everywhere at once. A new authority means new certificates and kubeconfigs on every \
              node. Source: kubeadm's `certificateValidityPeriod` (default 8760h, one year) and `caCertificateValidityPeriod` (87600h, ten \
              years), since v1beta4.

              Write a `certificateValidityPeriod` below that of the authority; kubeadm renews certificates at each upgrade.
              """)
          .withFix();
  private static final Duration ONE_YEAR = Duration.ofHours(8760);
  private static final Duration TEN_YEARS = Duration.ofHours(87600);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Cluster cluster : deployment.clusters()) {
      Validity validity = cluster.validity();
      Optional<Duration> own = validity.certificates().orDefault(ONE_YEAR);
      Optional<Duration> authority = validity.authorities().orDefault(TEN_YEARS);
      if (own.isEmpty() || authority.isEmpty() || own.get().compareTo(authority.get()) <= 0)
        continue;
      Span place =
          validity
              .certificates()
              .span()
              .or(() -> validity.authorities().span())
              .orElse(cluster.api().document());
      Diagnostic found =
          Diagnostic.of(
                  META,
                  place,
                  "certificates for %d hours from an authority that lives %d"
                      .formatted(own.get().toHours(), authority.get().toHours()))
              .help("write a certificateValidityPeriod below the authority's");
      Diagnostic placed =
          validity.authorities().span().map(at -> found.also(at, "the authority's")).orElse(found);
      out.report(shortened(validity).map(placed::fix).orElse(placed));
    }
  }

  /** As long as kubeadm makes them, if the authority lives so long. */
  private static Optional<Fix> shortened(Validity validity) {
    boolean enough =
        validity
            .authorities()
            .orDefault(TEN_YEARS)
            .filter(authority -> authority.compareTo(ONE_YEAR) >= 0)
            .isPresent();
    return validity
        .certificates()
        .span()
        .filter(_ -> enough)
        .map(
            place ->
                new Fix(
                    "let them live for a year, which is kubeadm's own way",
                    false,
                    List.of(new Fix.Edit(place, ONE_YEAR.toHours() + "h"))));
  }
}
