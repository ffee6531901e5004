package dev.vipc.check.kubeadm;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What kubeadm validates of an InitConfiguration. */
final class InitDocument {
  private static final Pattern TOKEN = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Set<String> USAGES = Set.of("signing", "authentication");
  private static final Pattern GROUP =
      Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

  private InitDocument() {}

  static void check(Settings document) {
    NodeRegistration.check(document);
    document.mappings("bootstrapTokens").forEach(InitDocument::token);
    document.at("localAPIEndpoint").ifPresent(Endpoints::check);
    document.at("apiEndpoint").ifPresent(Endpoints::check);
    certificateKey(document);
  }

  private static void token(Settings token) {
    token.text("token").ifPresent(text -> token(token.judge(), text));
    List<Scalar> usages = token.texts("usages");
    for (Scalar usage : usages)
      if (!USAGES.contains(usage.value()))
        token
            .judge()
            .report(
                KubeadmRefusals.TOKEN,
                usage,
                "is no use of a token",
                "write `signing` or `authentication`");
    groups(token, usages);
    if (token.isSet("ttl") && token.isSet("expires"))
      token
          .judge()
          .out()
          .report(
              Diagnostic.of(
                      KubeadmRefusals.TOKEN,
                      token.keyOf("expires"),
                      "`ttl` and `expires` exclude each other")
                  .also(token.keyOf("ttl"), "the other one")
                  .help("keep one of the two"));
  }

  private static void groups(Settings token, List<Scalar> usages) {
    List<Scalar> groups = token.texts("groups");
    boolean authenticates =
        usages.isEmpty() || usages.stream().anyMatch(u -> u.value().equals("authentication"));
    if (!groups.isEmpty() && !authenticates)
      token
          .judge()
          .report(
              KubeadmRefusals.TOKEN,
              token.keyOf("groups"),
              "groups are for tokens with the usage `authentication`",
              "add `authentication` to the usages, or delete the groups");
    for (Scalar group : groups)
      if (!GROUP.matcher(group.value()).matches())
        token
            .judge()
            .report(
                KubeadmRefusals.TOKEN,
                group,
                "is no group of bootstrap tokens",
                "write `system:bootstrappers:` and a name in small letters");
  }

  /** A token that is written where one belongs; lint has KD016 for it. */
  static void token(Judge judge, Scalar text) {
    if (!judge.lint() && !TOKEN.matcher(text.value()).matches())
      judge.report(
          KubeadmRefusals.TOKEN,
          text,
          "is no bootstrap token",
          "make one with `kubeadm token generate`: six and sixteen of a-z and 0-9, a full stop between");
  }

  /** Lint has KD017 for it. */
  static void certificateKey(Settings settings) {
    settings
        .text("certificateKey")
        .filter(_ -> !settings.judge().lint())
        .filter(key -> !KEY.matcher(key.value()).matches())
        .ifPresent(
            key ->
                settings
                    .judge()
                    .report(
                        KubeadmRefusals.KEY,
                        key.span(),
                        "a certificate key is 64 hexadecimal digits, this is not",
                        "make one with `kubeadm certs certificate-key`"));
  }
}
