package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** KD017. */
@AutoService(Rule.class)
public final class MalformedCertificateKey implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD017",
          "malformed-certificate-key",
          ERROR,
          """
          A `certificateKey` is not 64 hexadecimal digits.

          It is the AES key, 32 octets, that the control plane's certificates are encrypted with while they wait in the cluster \
          for the next control-plane node. kubeadm refuses any other length. The uploaded certificates live two hours, so \
          a key in a file is mostly for one run. Source: kubeadm's validation and documentation of `--certificate-key`.

          Make one with `kubeadm certs certificate-key`, or leave it to `kubeadm init --upload-certs`.
          """);
  private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{64}");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeadmFile.class)
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(Init::certificateKey),
                    file.joins().stream().map(Join::certificateKey)))
        .flatMap(key -> key.located().stream())
        .filter(key -> !FORM.matcher(key.value()).matches())
        .forEach(key -> out.report(found(key)));
  }

  private static Diagnostic found(Located<String> key) {
    return Diagnostic.of(
            META,
            key.span(),
            "a certificate key is 64 hexadecimal digits, this is %d characters"
                .formatted(key.value().length()))
        .help("make one with `kubeadm certs certificate-key`");
  }
}
