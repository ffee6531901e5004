package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** Reads what is known beforehand of how machines get into the cluster. */
final class JoinReader {
  private JoinReader() {}

  static JoinSecrets read(Fields cluster, Installer installer) {
    if (installer.isKubeKey() && cluster.has("join"))
      cluster.report(
          VALUE_WITHOUT_EFFECT,
          cluster.keySpan("join"),
          "KubeKey makes tokens and keys itself",
          "remove `join`, or write `installer: kubeadm`");
    Fields fields = cluster.child("join");
    List<Located<String>> hashes = fields.texts("caCertHashes");
    Optional<Secret> token = SecretReader.read(fields, "token", "token");
    if (token.isEmpty() && !hashes.isEmpty())
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan("caCertHashes"),
          "without a token a machine does not look for the cluster by them",
          "add `token`, or remove them");
    return new JoinSecrets(
        token, SecretReader.read(fields, "certificateKey", "certificate key"), hashes);
  }
}
