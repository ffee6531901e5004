package dev.vipc.lower.kubeconfig;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.certificate.CertificateReader;
import dev.vipc.model.HostPort;
import dev.vipc.model.Kubeconfig;
import dev.vipc.model.LiteralSecret;
import dev.vipc.model.LiteralSecret.Kind;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.pem.PemBlock;
import dev.vipc.syntax.pem.PemSyntax;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes in one kubeconfig. */
final class KubeconfigReader {
  private static final int HTTPS = 443;

  /** Where a user of a kubeconfig may hold a secret, and what it opens. */
  private static final Map<String, Kind> SECRETS =
      Map.of(
          "client-key-data", Kind.CLIENT_KEY,
          "token", Kind.BEARER_TOKEN,
          "password", Kind.CLIENT_PASSWORD);

  private final SourceFile file;
  private final Reporter out;

  KubeconfigReader(SourceFile file, Reporter out) {
    this.file = file;
    this.out = out;
  }

  Parts read(YamlFields document) {
    List<Kubeconfig.Server> servers =
        document.mappings("clusters").stream()
            .map(cluster -> cluster.at("cluster"))
            .map(this::server)
            .toList();
    List<LiteralSecret> secrets =
        document.mappings("users").stream()
            .map(user -> user.at("user"))
            .flatMap(user -> secrets(user).stream())
            .toList();
    return Parts.of(new Kubeconfig(file, servers)).and(Parts.of(secrets));
  }

  private Kubeconfig.Server server(YamlFields cluster) {
    Setting<HostPort> address =
        cluster.read(
            "server",
            url ->
                cluster
                    .values()
                    .hostPort(Pieces.authority(url))
                    .map(host -> withPort(host, url.value())));
    Optional<Located<String>> data = cluster.scalar("certificate-authority-data");
    Span place = data.map(Located::span).or(address::span).orElseGet(cluster::span);
    return new Kubeconfig.Server(
        address,
        !cluster.has("tls-server-name") && !cluster.isTrue("insecure-skip-tls-verify"),
        data.map(this::authorities).orElse(List.of()),
        place);
  }

  /** Of a URL without a port, that of its scheme. */
  private static HostPort withPort(HostPort host, String url) {
    boolean plain = host.port().isPresent() || !url.startsWith("https://");
    return plain ? host : new HostPort(host.host(), OptionalInt.of(HTTPS));
  }

  private List<X509Certificate> authorities(Located<String> data) {
    List<X509Certificate> read = new ArrayList<>();
    String why = read(data.value(), read);
    if (!why.isEmpty())
      out.report(
          PemSyntax.fault(data.span(), "`certificate-authority-data` " + why)
              .help("`base64 -w0 ca.crt` writes what belongs here"));
    return read;
  }

  /** What is wrong with the text; empty for nothing. */
  private static String read(String base64, List<X509Certificate> read) {
    byte[] text;
    try {
      text = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      return "is not Base64";
    }
    SourceFile pem = new SourceFile("", new String(text, StandardCharsets.ISO_8859_1));
    List<PemBlock> blocks = PemSyntax.blocks(pem, _ -> {});
    if (blocks.isEmpty()) return "holds no PEM block";
    for (PemBlock block : blocks) {
      if (!block.isCertificate()) continue;
      switch (CertificateReader.read(block.body().text())) {
        case CertificateReader.Answer.Read(var certificate) -> read.add(certificate);
        case CertificateReader.Answer.Refused(var why) -> {
          return why;
        }
      }
    }
    return "";
  }

  private static List<LiteralSecret> secrets(YamlFields user) {
    return user.mapping().entries().stream()
        .filter(entry -> SECRETS.containsKey(entry.key().value()))
        .filter(entry -> user.text(entry.key().value()).value().isPresent())
        .map(
            entry ->
                new LiteralSecret(
                    SECRETS.getOrDefault(entry.key().value(), Kind.CLIENT_PASSWORD),
                    entry.key().span()))
        .toList();
  }
}
