package dev.vipc.spec;

import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/**
 * What lets machines into the cluster, where it is known before the cluster is.
 *
 * @param token a bootstrap token
 * @param certificateKey what the cluster's own keys are encrypted with while they wait in it for
 *     the next control-plane node
 * @param caHashes what the cluster's certificate authority is known by, as {@code sha256:HEX}
 */
public record JoinSecrets(
    Optional<Secret> token, Optional<Secret> certificateKey, List<Located<String>> caHashes) {
  public JoinSecrets {
    caHashes = List.copyOf(caHashes);
  }

  /** Whether nothing is known: then a build writes no secret. */
  public boolean isEmpty() {
    return token.isEmpty() && certificateKey.isEmpty() && caHashes.isEmpty();
  }
}
