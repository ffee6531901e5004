package dev.vipc.check.kubeadm;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What kubeadm validates of a JoinConfiguration. */
final class JoinDocument {
  private static final Pattern HASH = Pattern.compile("sha256:[0-9a-fA-F]{64}");
  private static final String PRINTED = "`kubeadm token create --print-join-command` prints it";

  private final Settings document;
  private final Judge judge;

  private JoinDocument(Settings document) {
    this.document = document;
    this.judge = document.judge();
  }

  /**
   * @param flat whether it is of v1alpha3, where the discovery is at the top
   */
  static void check(Settings document, boolean flat) {
    JoinDocument join = new JoinDocument(document);
    if (flat) join.checkFlat();
    else join.check();
  }

  private void check() {
    document.at("discovery").ifPresentOrElse(this::discovery, this::noDiscovery);
    common();
    document
        .at("controlPlane")
        .ifPresent(
            plane -> {
              plane.at("localAPIEndpoint").ifPresent(Endpoints::check);
              InitDocument.certificateKey(plane);
            });
  }

  private void checkFlat() {
    boolean token = document.isSet("discoveryToken") || document.isSet("token");
    boolean file = document.isSet("discoveryFile");
    if (!token && !file) noDiscovery();
    if (document.isSet("discoveryToken") && file)
      both(document.keyOf("discoveryToken"), document.keyOf("discoveryFile"));
    for (String key : List.of("discoveryToken", "tlsBootstrapToken", "token"))
      document.text(key).ifPresent(text -> InitDocument.token(judge, text));
    document.texts("discoveryTokenAPIServers").forEach(text -> Endpoints.joined(judge, text));
    if (token && !file) {
      if (document.mapping().items("discoveryTokenAPIServers").isEmpty())
        noEndpoint(document.place());
      hashes(document, "discoveryTokenCACertHashes", "discoveryTokenUnsafeSkipCAVerification");
    }
    common();
    document.at("apiEndpoint").ifPresent(Endpoints::check);
  }

  private void common() {
    NodeRegistration.check(document);
    Paths.absolute(document, "caCertPath");
    document
        .text("caCertPath")
        .filter(path -> path.value().startsWith("/") && !path.value().endsWith(".crt"))
        .ifPresent(
            path ->
                judge.report(
                    KubeadmRefusals.PATH,
                    path,
                    "does not end in `.crt`, as kubeadm wants it to",
                    "write `/etc/kubernetes/pki/ca.crt`"));
  }

  private void discovery(Settings discovery) {
    Optional<Settings> token = discovery.at("bootstrapToken");
    Optional<Settings> file = discovery.at("file");
    if (token.isPresent() && file.isPresent()) both(token.get().place(), file.get().place());
    if (token.isEmpty() && file.isEmpty()) noDiscovery();
    discovery.text("tlsBootstrapToken").ifPresent(text -> InitDocument.token(judge, text));
    token.ifPresent(bootstrap -> bootstrap(discovery, bootstrap));
    file.ifPresent(this::file);
  }

  private void bootstrap(Settings discovery, Settings bootstrap) {
    if (!bootstrap.isSet("apiServerEndpoint")) noEndpoint(bootstrap.place());
    bootstrap.text("apiServerEndpoint").ifPresent(text -> Endpoints.joined(judge, text));
    bootstrap.text("token").ifPresent(text -> InitDocument.token(judge, text));
    if (!bootstrap.isSet("token"))
      judge.report(
          KubeadmRefusals.DISCOVERY,
          bootstrap.place(),
          discovery.isSet("tlsBootstrapToken")
              ? "discovery by a token names none"
              : "discovery by a token names none, and none for the TLS bootstrap",
          "add `token`; " + PRINTED);
    hashes(bootstrap, "caCertHashes", "unsafeSkipCAVerification");
  }

  private void hashes(Settings settings, String hashes, String unsafe) {
    boolean none = settings.mapping().items(hashes).isEmpty();
    boolean open =
        settings.isTrue(unsafe) || settings.text(unsafe).isEmpty() && settings.isSet(unsafe);
    if (none && !open)
      judge.report(
          KubeadmRefusals.DISCOVERY,
          settings.place(),
          "nothing says which authority to trust: `%s` is empty".formatted(hashes),
          "add the hash of the cluster's CA, or `%s: true`; %s".formatted(unsafe, PRINTED));
    for (Scalar hash : settings.texts(hashes))
      if (!HASH.matcher(hash.value()).matches())
        judge.report(
            KubeadmRefusals.DISCOVERY,
            hash,
            "is no hash of an authority's key",
            "write `sha256:` and 64 hexadecimal digits; " + PRINTED);
  }

  private void file(Settings file) {
    file.text("kubeConfigPath")
        .filter(path -> path.value().contains("://"))
        .filter(path -> !GoText.scheme(path.value()).orElse("").equals("https"))
        .ifPresent(
            path ->
                judge.report(
                    KubeadmRefusals.DISCOVERY,
                    path,
                    "is a URL of another scheme than https",
                    "write an https URL or a path"));
  }

  private void noDiscovery() {
    judge.report(
        KubeadmRefusals.DISCOVERY,
        document.place(),
        "nothing says how to find the cluster",
        "add `discovery` with a `bootstrapToken` or a `file`; " + PRINTED);
  }

  private void noEndpoint(Span place) {
    judge.report(
        KubeadmRefusals.DISCOVERY,
        place,
        "discovery by a token names no API server",
        "add the control plane's endpoint; " + PRINTED);
  }

  private void both(Span token, Span file) {
    if (judge.branches()) return;
    judge
        .out()
        .report(
            Diagnostic.of(
                    KubeadmRefusals.DISCOVERY,
                    file,
                    "the cluster is to be found by a token and by a file")
                .also(token, "by a token here")
                .help("keep one of the two"));
  }
}
