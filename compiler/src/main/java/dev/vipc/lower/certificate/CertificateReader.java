package dev.vipc.lower.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Reads one certificate with the JDK. */
public final class CertificateReader {
  /** A certificate of a control plane has one or two thousand characters. */
  private static final int LONGEST = 1 << 17;

  /** A certificate, or why there is none: the end of a sentence. */
  public sealed interface Answer {
    record Read(X509Certificate certificate) implements Answer {}

    record Refused(String why) implements Answer {}
  }

  private CertificateReader() {}

  /**
   * @param base64 the DER as Base64, with line ends anywhere
   */
  public static Answer read(String base64) {
    if (base64.length() > LONGEST) return new Answer.Refused("is far too long for a certificate");
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      var parsed =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
      if (parsed instanceof X509Certificate certificate) return new Answer.Read(certificate);
      return new Answer.Refused("holds no X.509 certificate");
    } catch (IllegalArgumentException _) {
      return new Answer.Refused("is not Base64");
    } catch (CertificateException _) {
      return new Answer.Refused("holds no X.509 certificate");
    }
  }
}
