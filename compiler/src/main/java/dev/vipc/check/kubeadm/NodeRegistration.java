package dev.vipc.check.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.Locale;

/** What kubeadm validates of {@code nodeRegistration}. */
final class NodeRegistration {
  private static final int SCHEME_WANTED = 24;
  private static final String SOCKET = "write `unix:///run/containerd/containerd.sock`";

  private NodeRegistration() {}

  static void check(Settings document) {
    document.at("nodeRegistration").ifPresent(NodeRegistration::checkRegistration);
  }

  /** Lint has INV002 for the name. */
  private static void checkRegistration(Settings registration) {
    Judge judge = registration.judge();
    registration
        .text("name")
        .filter(_ -> !judge.lint())
        .filter(name -> !GoText.isSubdomain(name.value().strip().toLowerCase(Locale.ROOT)))
        .ifPresent(
            name ->
                judge.report(
                    KubeadmRefusals.NODE_NAME,
                    name,
                    "is no name for a node",
                    "write small letters, digits, dashes and full stops"));
    socket(registration);
    Arguments.check(registration, "kubeletExtraArgs");
  }

  /** The socket of a registration, or of a ResetConfiguration. */
  static void socket(Settings settings) {
    settings.text("criSocket").ifPresent(text -> socket(settings.judge(), text));
  }

  /** Lint has KD020 for a path without a scheme. */
  private static void socket(Judge judge, Scalar text) {
    String value = text.value();
    if (value.startsWith("unix:")) return;
    if (value.contains("://"))
      judge.report(
          KubeadmRefusals.SOCKET, text, "is no Unix socket, the only kind on Linux", SOCKET);
    else if (!judge.lint() && judge.atLeast(SCHEME_WANTED))
      judge
          .out()
          .report(
              Diagnostic.of(
                      KubeadmRefusals.SOCKET,
                      text.span(),
                      "`%s` has no scheme; kubeadm puts `unix://` before it".formatted(value))
                  .as(WARNING)
                  .help(SOCKET));
    else if (judge.before(SCHEME_WANTED) && !value.startsWith("/"))
      judge.report(KubeadmRefusals.SOCKET, text, "is no absolute path", SOCKET);
  }
}
