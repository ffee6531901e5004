package dev.vipc.model;

import dev.vipc.source.Span;

/**
 * A secret that a file holds in the clear. Its value is not kept.
 *
 * @param place what shows it, never the secret itself where that is a key
 */
public record LiteralSecret(Kind kind, Span place) implements Part {
  /** What the secret opens. */
  public enum Kind {
    PRIVATE_KEY,
    ENCRYPTED_PRIVATE_KEY,
    CLIENT_KEY,
    BEARER_TOKEN,
    CLIENT_PASSWORD,
    PROXY_PASSWORD,
    ENVOY_SECRET
  }
}
