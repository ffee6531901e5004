package dev.vipc.check.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.model.IpAddress;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.net.InetAddress;

/** Where an API server listens, and where the control plane is found. */
final class Endpoints {
  private static final String FORMS =
      "write `host` or `host:port` without a scheme, a name in small letters, an IPv6 address with a port in brackets";

  private Endpoints() {}

  static void malformed(Judge judge, Scalar text) {
    judge.report(KubeadmRefusals.ENDPOINT, text, "is not of the form host or host:port", FORMS);
  }

  /** The endpoint that a node joins by must have a port. */
  static void joined(Judge judge, Scalar text) {
    if (GoText.split(text.value()).isEmpty())
      judge.report(
          KubeadmRefusals.ENDPOINT,
          text,
          "is not of the form host:port",
          "write `host:port`, an IPv6 address in brackets");
  }

  /**
   * @param endpoint {@code localAPIEndpoint}, or its older forms
   */
  static void check(Settings endpoint) {
    endpoint.text("advertiseAddress").ifPresent(text -> address(endpoint.judge(), text));
    endpoint
        .text("bindPort")
        .filter(port -> !port.value().equals("0") && !GoText.isPort(port.value()))
        .ifPresent(
            port ->
                endpoint
                    .judge()
                    .report(KubeadmRefusals.ADVERTISED, port, "is no port", "write 1 to 65535"));
  }

  /** Lint has KD010 for an unspecified one. */
  private static void address(Judge judge, Scalar text) {
    var parsed = GoText.ip(text.value());
    if (parsed.isEmpty()) {
      judge.report(
          KubeadmRefusals.ADVERTISED, text, "is no IP address", "write the node's own address");
      return;
    }
    IpAddress ip = parsed.get();
    InetAddress address = ip.address();
    if (address.isAnyLocalAddress()) {
      if (judge.lint()) return;
      judge
          .out()
          .report(
              Diagnostic.of(
                      KubeadmRefusals.ADVERTISED,
                      text.span(),
                      "`%s` stands for every address, so kubeadm advertises that of the default route"
                          .formatted(text.value()))
                  .as(WARNING)
                  .help("write the node's own address, or leave the field out"));
    } else if (address.isMulticastAddress()
        || address.isLinkLocalAddress()
        || ip.toString().equals("255.255.255.255"))
      judge.report(
          KubeadmRefusals.ADVERTISED,
          text,
          "is no address that other nodes reach",
          "write the node's own address");
  }
}
