package dev.vipc.check.kubeadm;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/** What kubeadm validates of {@code etcd}. */
final class EtcdSection {
  private static final List<String> FILES = List.of("caFile", "certFile", "keyFile");

  private EtcdSection() {}

  static void check(Settings document) {
    document.at("etcd").ifPresent(EtcdSection::checkEtcd);
  }

  private static void checkEtcd(Settings etcd) {
    Optional<Settings> local = etcd.at("local");
    Optional<Settings> external = etcd.at("external");
    if (local.isPresent() && external.isPresent() && !etcd.judge().branches()) {
      etcd.judge()
          .out()
          .report(
              Diagnostic.of(
                      KubeadmRefusals.ETCD,
                      external.get().place(),
                      "etcd is both `local` and `external`")
                  .also(local.get().place(), "local here")
                  .help("keep one of the two"));
      return;
    }
    local.ifPresent(EtcdSection::local);
    external.ifPresent(EtcdSection::external);
  }

  private static void local(Settings local) {
    Paths.absolute(local, "dataDir");
    AlternativeNames.check(local, "serverCertSANs", false);
    AlternativeNames.check(local, "peerCertSANs", false);
    Repositories.check(local);
    Arguments.check(local, "extraArgs");
  }

  private static void external(Settings external) {
    Judge judge = external.judge();
    boolean authority = external.isSet("caFile");
    boolean certificate = external.isSet("certFile");
    boolean key = external.isSet("keyFile");
    if (certificate != key)
      judge.report(
          KubeadmRefusals.ETCD,
          external.keyOf(certificate ? "certFile" : "keyFile"),
          "`certFile` and `keyFile` go together, and one is missing",
          "add `" + (certificate ? "keyFile" : "certFile") + "`");
    if (certificate && key && !authority)
      judge.report(
          KubeadmRefusals.ETCD,
          external.keyOf("certFile"),
          "`certFile` and `keyFile` need a `caFile`",
          "add `caFile`");
    boolean secured = authority || certificate || key;
    List<Scalar> endpoints = external.texts("endpoints");
    boolean mixed = endpoints.stream().anyMatch(url -> url.value().startsWith("https://"));
    // of endpoints with and without TLS lint has KD029
    boolean tls = secured && !(mixed && judge.lint());
    for (Scalar url : endpoints) endpoint(judge, url, tls);
    for (String file : FILES) Paths.absolute(external, file);
  }

  private static void endpoint(Judge judge, Scalar url, boolean secured) {
    String scheme = GoText.scheme(url.value()).orElse("");
    String wanted = "write `https://192.0.2.11:2379`";
    if (scheme.isEmpty() || !url.value().contains("://"))
      judge.report(KubeadmRefusals.ETCD, url, "is no URL with a scheme", wanted);
    else if (secured && !scheme.equals("https"))
      judge.report(
          KubeadmRefusals.ETCD, url, "must be https, since certificates are named", wanted);
  }
}
