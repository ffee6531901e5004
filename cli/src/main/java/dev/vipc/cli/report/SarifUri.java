package dev.vipc.cli.report;

import java.nio.charset.StandardCharsets;

/** A path as a URI reference (RFC 3986): relative as typed, or of a file where it is absolute. */
final class SarifUri {
  private static final String PLAIN = "-._~/!$&'()*+,;=@";

  private SarifUri() {}

  static String of(String path) {
    String typed = Plain.path(path);
    StringBuilder uri = new StringBuilder(typed.startsWith("/") ? "file://" : "");
    for (byte one : typed.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || isPlain(c);
      if (plain) uri.append(c);
      else uri.append("%%%02X".formatted((int) c));
    }
    return uri.toString();
  }

  private static boolean isPlain(char c) {
    return PLAIN.indexOf(c) >= 0;
  }
}
