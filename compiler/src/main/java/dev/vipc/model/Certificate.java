package dev.vipc.model;

import dev.vipc.source.Span;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An X.509 certificate of a PEM file.
 *
 * @param role what it is for, by its file's name or by what it says
 * @param leads whether it is the file's first: what a server shows of a chain is the first one
 * @param content as the JDK read it
 * @param span its block in the file
 */
public record Certificate(Role role, boolean leads, X509Certificate content, Span span)
    implements Part {
  /** What a certificate is for. */
  public enum Role {
    API_SERVER,
    ETCD_SERVER,
    ETCD_PEER,
    AUTHORITY,
    OTHER
  }

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final Pattern COMMON_NAME =
      Pattern.compile("(?:^|,)CN=(?<name>(?:[^,\\\\]|\\\\.)*)");

  /** The DNS names and addresses that a client may ask for, in lower case, as literals. */
  public Set<String> names() {
    try {
      Collection<List<?>> names =
          Optional.ofNullable(content.getSubjectAlternativeNames()).orElse(List.of());
      return names.stream().flatMap(Certificate::name).collect(Collectors.toSet());
    } catch (CertificateParsingException _) {
      return Set.of();
    }
  }

  private static Stream<String> name(List<?> typed) {
    String text = String.valueOf(typed.get(1));
    if (typed.get(0).equals(DNS_NAME)) return Stream.of(text.toLowerCase(Locale.ROOT));
    if (!typed.get(0).equals(IP_ADDRESS)) return Stream.empty();
    return Stream.of(IpAddress.parse(text).map(IpAddress::toString).orElse(text));
  }

  /**
   * Whether a client that asks for the name or the address is served: the name itself, or one that
   * a wildcard of one label stands for (RFC 6125, section 6.4.3).
   */
  public boolean holds(String host) {
    Optional<IpAddress> address = IpAddress.parse(host);
    if (address.isPresent()) return names().contains(address.get().toString());
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return names().contains(name) || dot > 0 && names().contains("*" + name.substring(dot));
  }

  public Instant notBefore() {
    return content.getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return content.getNotAfter().toInstant();
  }

  /** The subject's common name; empty where it has none. */
  public String commonName() {
    return commonName(subject());
  }

  /** The issuer's common name; empty where it has none. */
  public String issuerName() {
    return commonName(issuer());
  }

  private static String commonName(String distinguished) {
    Matcher name = COMMON_NAME.matcher(distinguished);
    return name.find() ? name.group("name") : "";
  }

  /** The distinguished name as RFC 2253 writes it. */
  public String subject() {
    return content.getSubjectX500Principal().getName();
  }

  /** The distinguished name as RFC 2253 writes it. */
  public String issuer() {
    return content.getIssuerX500Principal().getName();
  }

  /** Whether it may sign others (its basic constraints say so). */
  public boolean isAuthority() {
    return content.getBasicConstraints() >= 0;
  }

  /** Whether the other one's key made this one's signature. */
  public boolean isSignedBy(Certificate authority) {
    try {
      content.verify(authority.content.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** The file's name without its folders. */
  public String fileName() {
    return lastOf(span.file().path());
  }

  /** The folder that the file lies in; empty for none. */
  public String folder() {
    String path = span.file().path();
    return path.substring(0, Math.max(0, path.length() - fileName().length() - 1));
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
