package dev.vipc.rule.secret;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.LiteralSecret;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.MalformedToken;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** XS012. */
@AutoService(Rule.class)
public final class LiteralSecretInFile implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "XS012",
              "literal-secret",
              WARNING,
              """
          A file holds a secret in the clear.

          Configurations are copied: into a repository, a ticket, a chat. Whoever reads a bootstrap token while it lives
          joins a machine to the cluster; with a certificate key the cluster's private keys can be fetched for two hours;
          with a client key or a bearer token of a kubeconfig everything that its user may do can be done, and that of
          `admin.conf` and `super-admin.conf` may do everything. A private key beside its certificate is the server
          itself, and the key of an authority is the cluster. Sources: Kubernetes' documentation, "Authenticating with
          Bootstrap Tokens" and "PKI certificates and requirements"; RFC 3768, section 10.

          It is a warning. It is an info for keepalived's `auth_pass`, whose eight octets every machine on the segment can
          read anyway, and for a private key that is encrypted. Each kind is reported once in a file. A published token is
          KD016, a value that is left open is no secret, and files that `vipc build` wrote are left out.

          vipc reads a certificate's file without its private keys, and a kubeconfig without its client's key. Of a spec it
          looks at the lines that `extra` carries for HAProxy and Envoy.

          Keep the secret out of the files that are shared: let kubeadm make the token (leave the field out and use
          `kubeadm token create --print-join-command`), leave keys on their machine, take passwords from the environment, or
          encrypt the file (SOPS, Ansible Vault).
          """)
          .hidingText();
  private static final String MADE_BY_VIPC = "made by vipc ";
  private static final int HEADER = 600;

  /** What is said of one kind of secret. */
  private record Speech(Severity severity, String message, String help) {}

  private record Key(SourceFile file, Speech speech) {}

  private static final Speech AUTH_PASS =
      new Speech(
          INFO,
          "`auth_pass` stands here in the clear, as it does in every advertisement",
          "treat it as a label, not as a secret, and do not use it elsewhere");
  private static final Speech TOKEN =
      new Speech(
          WARNING,
          "this bootstrap token joins machines to the cluster while it lives",
          "leave it out of shared files, and make one when it is needed: `kubeadm token create`");
  private static final Speech CERTIFICATE_KEY =
      new Speech(
          WARNING,
          "this key decrypts the cluster's private keys while they are uploaded",
          "leave it out of shared files; `kubeadm init phase upload-certs --upload-certs` makes one");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<Key, List<Span>> places = new LinkedHashMap<>();
    deployment
        .all(LiteralSecret.class)
        .forEach(secret -> add(places, secret.place(), speech(secret)));
    deployment
        .all(VrrpDaemon.class)
        .flatMap(daemon -> daemon.routers().stream())
        .forEach(router -> add(places, router.password(), AUTH_PASS));
    deployment.all(KubeadmFile.class).forEach(file -> kubeadm(file, places));
    places.forEach((key, all) -> out.report(finding(key.speech(), all)));
  }

  private static void kubeadm(KubeadmFile file, Map<Key, List<Span>> places) {
    Stream.concat(
            file.inits().stream().flatMap(init -> init.tokens().stream()),
            file.joins().stream().map(KubeadmFile.Join::token))
        .filter(token -> token.value().filter(MalformedToken::isSecret).isPresent())
        .forEach(token -> add(places, token, TOKEN));
    Stream.concat(
            file.inits().stream().map(KubeadmFile.Init::certificateKey),
            file.joins().stream().map(KubeadmFile.Join::certificateKey))
        .filter(key -> key.value().filter(text -> text.matches("[0-9a-fA-F]{64}")).isPresent())
        .forEach(key -> add(places, key, CERTIFICATE_KEY));
  }

  private static void add(Map<Key, List<Span>> places, Setting<String> secret, Speech speech) {
    secret.located().ifPresent(at -> add(places, at.span(), speech));
  }

  private static void add(Map<Key, List<Span>> places, Span place, Speech speech) {
    if (!isMadeByVipc(place.file()))
      places.computeIfAbsent(new Key(place.file(), speech), _ -> new ArrayList<>()).add(place);
  }

  private static boolean isMadeByVipc(SourceFile file) {
    String text = file.text();
    int at = text.indexOf(MADE_BY_VIPC);
    return at >= 0 && at < HEADER;
  }

  private static Diagnostic finding(Speech speech, List<Span> places) {
    Diagnostic finding =
        Diagnostic.of(META, places.getFirst(), speech.message())
            .as(speech.severity())
            .help(speech.help());
    for (Span place : places.subList(1, places.size())) finding = finding.also(place, "also here");
    return finding;
  }

  private static Speech speech(LiteralSecret secret) {
    return switch (secret.kind()) {
      case PRIVATE_KEY ->
          new Speech(
              WARNING,
              "the file holds a private key",
              "leave it on its machine, readable for its owner alone, or encrypt the file");
      case ENCRYPTED_PRIVATE_KEY ->
          new Speech(
              INFO,
              "the file holds a private key, encrypted",
              "it is as safe as its passphrase; leave it on its machine all the same");
      case CLIENT_KEY -> new Speech(WARNING, owner(secret) + "is embedded here", CLIENT);
      case BEARER_TOKEN -> new Speech(WARNING, "a client's token stands here in the clear", CLIENT);
      case CLIENT_PASSWORD ->
          new Speech(WARNING, "a client's password stands here in the clear", CLIENT);
      case PROXY_PASSWORD ->
          new Speech(
              WARNING,
              "a password stands here in the clear",
              "take it from the environment, `\"${STATS_AUTH}\"`, or store its hash in a userlist");
      case ENVOY_SECRET ->
          new Speech(
              WARNING,
              "a key, a password or a token of Envoy stands here in the clear",
              "write `filename: PATH` or `environment_variable: NAME` in its place, and give Envoy"
                  + " the file or the variable by its unit");
    };
  }

  private static final String CLIENT =
      "leave the kubeconfig on its machine; give people credentials of their own";

  private static String owner(LiteralSecret secret) {
    String path = secret.place().file().path();
    return path.endsWith("admin.conf") ? "an administrator's key " : "a client's key ";
  }
}
