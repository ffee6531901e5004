package dev.vipc.check.kubeadm;

import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms of text that kubeadm tests, as Kubernetes' own functions do (k8s.io/apimachinery's
 * validation, k8s.io/utils/net, Go's net and net/url).
 */
final class GoText {
  private static final int LONGEST_NAME = 253;
  private static final int LARGEST_PORT = 65535;
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.*");

  /** distribution/reference: an optional registry, then path components. */
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*"
              + "(?::[0-9]+)?|\\[[0-9a-fA-F:]+](?::[0-9]+)?|[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)"
              + "(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");

  private GoText() {}

  /** IsDNS1123Subdomain. */
  static boolean isSubdomain(String text) {
    return text.length() <= LONGEST_NAME && SUBDOMAIN.matcher(text).matches();
  }

  /** IsWildcardDNS1123Subdomain. */
  static boolean isWildcard(String text) {
    return text.startsWith("*.") && isSubdomain(text.substring(2));
  }

  /** ParseIPSloppy: leading zeros are read, in ten's base. */
  static Optional<IpAddress> ip(String text) {
    if (text.startsWith("[")) return Optional.empty();
    boolean v4 = text.indexOf(':') < 0;
    return IpAddress.parse(v4 ? LEADING_ZEROS.matcher(text).replaceAll("") : text);
  }

  /** ParseCIDRSloppy. */
  static Optional<Cidr> cidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || text.startsWith("[")) return Optional.empty();
    return ip(text.substring(0, slash))
        .flatMap(address -> Cidr.parse(address + text.substring(slash)));
  }

  /** Host and port as net.SplitHostPort splits them. */
  record HostAndPort(String host, String port) {}

  /** Absent where there is no port, or more colons than one outside of brackets. */
  static Optional<HostAndPort> split(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) return Optional.empty();
    String host = text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (host.startsWith("[")) {
      boolean closed = host.endsWith("]") && host.indexOf('[', 1) < 0;
      return closed
          ? Optional.of(new HostAndPort(host.substring(1, host.length() - 1), port))
          : Optional.empty();
    }
    boolean plain = host.indexOf(':') < 0 && host.indexOf('[') < 0 && host.indexOf(']') < 0;
    return plain ? Optional.of(new HostAndPort(host, port)) : Optional.empty();
  }

  /** kubeadm's ParseHostPort: a host or {@code host:port}; a name must be in small letters. */
  static boolean isHostPort(String text) {
    HostAndPort parts = split(text).orElseGet(() -> new HostAndPort(text, ""));
    boolean port = parts.port().isEmpty() || isPort(parts.port());
    return port && (ip(parts.host()).isPresent() || isSubdomain(parts.host()));
  }

  static boolean isPort(String text) {
    if (!text.matches("\\d{1,9}")) return false;
    int port = Integer.parseInt(text);
    return port >= 1 && port <= LARGEST_PORT;
  }

  /** The scheme of a URL, empty without one; absent where it is no URL. */
  static Optional<String> scheme(String text) {
    var matcher = SCHEME.matcher(text);
    try {
      URI uri = new URI(text);
      return Optional.of(Optional.ofNullable(uri.getScheme()).orElse(""));
    } catch (URISyntaxException _) {
      return matcher.matches() && !text.contains(" ") && text.contains("://")
          ? Optional.of(matcher.group(1))
          : Optional.empty();
    }
  }

  static boolean isImageRepository(String text) {
    return REPOSITORY.matcher(text).matches();
  }
}
