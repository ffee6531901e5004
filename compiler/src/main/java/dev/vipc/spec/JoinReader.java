package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.LITERAL_PASSWORD;
import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.source.Located;
import dev.vipc.spec.Vrrp.Password;
import java.util.List;
import java.util.Optional;

/** Reads what is known beforehand of how machines get into the cluster. */
final class JoinReader {
  private final Scope scope;

  JoinReader(Scope scope) {
    this.scope = scope;
  }

  JoinSecrets read(Fields cluster, Installer installer) {
    if (installer.isKubeKey() && cluster.has("join"))
      cluster.report(
          VALUE_WITHOUT_EFFECT,
          cluster.keySpan("join"),
          "KubeKey makes tokens and keys itself",
          "remove `join`, or write `installer: kubeadm`");
    Fields fields = cluster.child("join");
    List<Located<String>> hashes = fields.texts("caCertHashes");
    Optional<Password> token = secret(fields, "token");
    if (token.isEmpty() && !hashes.isEmpty())
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan("caCertHashes"),
          "without a token a machine does not look for the cluster by them",
          "add `token`, or remove them");
    return new JoinSecrets(token, secret(fields, "certificateKey"), hashes);
  }

  private Optional<Password> secret(Fields fields, String key) {
    if (!fields.has(key)) return Optional.empty();
    Optional<Located<String>> literal = fields.text(key);
    if (literal.isPresent()) return Optional.of(literal(fields, key, literal.get()));
    Fields source = fields.child(key);
    source
        .text("command")
        .ifPresent(
            command ->
                scope.notBuilt(command.span(), "a secret from a command", "write env or file"));
    return source
        .text("env")
        .<Password>map(env -> new Password.Env(env.value(), env.span()))
        .or(() -> source.text("file").map(file -> new Password.File(file.value(), file.span())));
  }

  private static Password literal(Fields fields, String key, Located<String> text) {
    fields.report(
        LITERAL_PASSWORD,
        text.span(),
        "`%s` stands here in clear text".formatted(key),
        "write `{ env: NAME }` or `{ file: PATH }`");
    return new Password.Literal(text.value(), text.span());
  }
}
