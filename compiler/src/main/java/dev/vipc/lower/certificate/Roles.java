package dev.vipc.lower.certificate;

import dev.vipc.model.Certificate.Role;
import dev.vipc.source.SourceFile;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a certificate is for: by the names that kubeadm, and those who make certificates by hand,
 * give to files; else by what only an API server's certificate says.
 */
final class Roles {
  private static final Pattern API_SERVER =
      Pattern.compile("(kube-?)?api-?server\\.(crt|pem|cer)|kubernetes\\.pem");
  private static final Pattern ETCD_SERVER = Pattern.compile("etcd-server\\.(crt|pem|cer)");
  private static final Pattern ETCD_PEER = Pattern.compile("etcd-peer\\.(crt|pem|cer)");
  private static final Pattern SERVER = Pattern.compile("server\\.(crt|pem|cer)");
  private static final Pattern PEER = Pattern.compile("peer\\.(crt|pem|cer)");
  private static final String API_SERVICE = "kubernetes.default.svc";
  private static final int DNS_NAME = 2;

  private Roles() {}

  static Role of(SourceFile file, X509Certificate certificate) {
    if (certificate.getBasicConstraints() >= 0) return Role.AUTHORITY;
    String path = "/" + file.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean ofEtcd = path.endsWith("/etcd/" + name);
    if (ETCD_SERVER.matcher(name).matches() || ofEtcd && SERVER.matcher(name).matches())
      return Role.ETCD_SERVER;
    if (ETCD_PEER.matcher(name).matches() || ofEtcd && PEER.matcher(name).matches())
      return Role.ETCD_PEER;
    if (API_SERVER.matcher(name).matches() || namesApiService(certificate)) return Role.API_SERVER;
    return Role.OTHER;
  }

  private static boolean namesApiService(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
          .flatMap(names -> names.stream())
          .anyMatch(name -> name.equals(List.of(DNS_NAME, API_SERVICE)));
    } catch (CertificateParsingException _) {
      return false;
    }
  }
}
