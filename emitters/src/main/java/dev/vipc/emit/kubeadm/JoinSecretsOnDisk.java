package dev.vipc.emit.kubeadm;

import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.source.Located;
import dev.vipc.spec.JoinSecrets;
import dev.vipc.spec.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What lets machines into the cluster, as kubeadm's files hold it.
 *
 * @param token a bootstrap token in the clear
 * @param certificateKey in the clear
 */
record JoinSecretsOnDisk(
    Optional<String> token, Optional<String> certificateKey, JoinSecrets source) {
  /** Source: the bootstrap token package of Kubernetes' cluster-bootstrap library. */
  private static final Pattern TOKEN = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");

  /** 32 bytes in hexadecimal digits. Source: kubeadm's copycerts phase. */
  private static final Pattern KEY = Pattern.compile("[0-9A-Fa-f]{64}");

  /** Fetches the secrets; one that cannot be had, or that kubeadm would refuse, is reported. */
  static JoinSecretsOnDisk of(Build build, JoinSecrets source) {
    return new JoinSecretsOnDisk(
        source
            .token()
            .flatMap(from -> fetched(build, from, TOKEN, "a bootstrap token", "token generate")),
        source
            .certificateKey()
            .flatMap(
                from -> fetched(build, from, KEY, "a certificate key", "certs certificate-key")),
        source);
  }

  private static Optional<String> fetched(
      Build build, Secret from, Pattern form, String what, String maker) {
    Optional<String> text = build.secret(from);
    boolean fits = text.map(secret -> form.matcher(secret).matches()).orElse(true);
    if (!fits)
      build.refuseSecret(
          from,
          "what is found there is not " + what,
          "write what `kubeadm %s` prints".formatted(maker));
    return text.filter(_ -> fits);
  }

  /** Of a file that holds any of them. */
  FileMode mode(boolean withKey) {
    boolean secret = token.isPresent() || (withKey && certificateKey.isPresent());
    return secret ? FileMode.PRIVATE : FileMode.PLAIN;
  }

  /** What the templates are given; an absent one is empty. */
  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    values.put("token", token.map(YamlText::of).orElse(""));
    values.put("certificate_key", certificateKey.map(YamlText::of).orElse(""));
    values.put(
        "ca_hashes",
        token.isEmpty()
            ? List.of()
            : source.caHashes().stream().map(Located::value).map(YamlText::of).toList());
    return values;
  }
}
