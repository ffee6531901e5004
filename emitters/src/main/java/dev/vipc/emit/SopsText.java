package dev.vipc.emit;

import java.util.regex.Pattern;

/** What a file that SOPS has encrypted can be known by. */
final class SopsText {
  /** SOPS writes every value so (its README, "Encryption Protocol"). */
  private static final Pattern VALUE = Pattern.compile("ENC\\[AES256_GCM,data:");

  private SopsText() {}

  static boolean isEncrypted(String text) {
    return VALUE.matcher(text).find();
  }
}
