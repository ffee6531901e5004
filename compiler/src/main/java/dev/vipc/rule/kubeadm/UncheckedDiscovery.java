package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;

/** KD018. */
@AutoService(Rule.class)
public final class UncheckedDiscovery implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD018",
          "unchecked-discovery",
          WARNING,
          """
              A node joins without checking whose cluster it is.

              The joining node gets the cluster's certificate authority over a connection that it cannot check yet; the hashes in \
              `caCertHashes` are what it compares it with. With `unsafeSkipCAVerification` whoever answers at the address, with any \
              cluster's token, is believed, and gets the kubelet's credentials. kubeadm refuses a token without either. Source: \
              kubeadm's documentation, "Token-based discovery with CA pinning".

              Write the hash that `kubeadm token create --print-join-command` prints.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeadmFile.class)
        .flatMap(file -> file.joins().stream())
        .filter(join -> !join.token().isUnset() && join.caCertHashes().isEmpty())
        .filter(join -> join.skipsCaCheck().is(true))
        .flatMap(join -> join.skipsCaCheck().span().stream())
        .forEach(place -> out.report(found(place)));
  }

  private static Diagnostic found(Span place) {
    return Diagnostic.of(
            META,
            place,
            "the node believes whoever answers, since no hash of the cluster's CA is asked for")
        .help("write `caCertHashes: [\"sha256:…\"]`, and take this out");
  }
}
