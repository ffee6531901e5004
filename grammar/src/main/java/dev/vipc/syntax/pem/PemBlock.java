package dev.vipc.syntax.pem;

import dev.vipc.source.Located;
import dev.vipc.source.Span;

/**
 * One block of a PEM file (RFC 7468).
 *
 * @param label what it says to hold, with its place in the first line: {@code CERTIFICATE}, {@code
 *     EC PRIVATE KEY} …
 * @param header the first line
 * @param body what stands between the first and the last line
 * @param span from the first line to the last
 */
public record PemBlock(Located<String> label, Span header, Span body, Span span) {
  public boolean isCertificate() {
    return switch (label.value()) {
      case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> true;
      default -> false;
    };
  }

  public boolean isPrivateKey() {
    return label.value().endsWith("PRIVATE KEY");
  }
}
