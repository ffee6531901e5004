package dev.vipc.source;

/** What a file or a value that SOPS has encrypted can be known by. */
public final class SopsText {
  /** SOPS writes every value so (its README, "Encryption Protocol"). */
  private static final String VALUE = "ENC[AES256_GCM,data:";

  private SopsText() {}

  /** Whether a text holds an encrypted value; such a file must not be changed by anybody else. */
  public static boolean isEncrypted(String text) {
    return text.contains(VALUE);
  }
}
