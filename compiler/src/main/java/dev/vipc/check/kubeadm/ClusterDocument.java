package dev.vipc.check.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.keyword.NearestWord;
import dev.vipc.model.Version;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What kubeadm validates of a ClusterConfiguration. */
final class ClusterDocument {
  private static final Pattern LABEL =
      Pattern.compile(
          "(?:https?://.*)|(?:(?:k8s|ci|ci-cross|release)[-/])?[-\\w.]*(?:stable|latest)[-\\w.]*");
  private static final Pattern CI = Pattern.compile("(?:ci|ci-cross|k8s_|release)/.*");
  private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s|us|ns)");
  private static final String DEFAULT_PERIOD = "8760h";
  private static final String DEFAULT_AUTHORITY_PERIOD = "87600h";

  private final Settings document;
  private final Judge judge;

  private ClusterDocument(Settings document) {
    this.document = document;
    this.judge = document.judge();
  }

  static void check(Settings document) {
    new ClusterDocument(document).check();
  }

  private void check() {
    kubernetesVersion();
    endpoint();
    NetworkingSection.check(document);
    EtcdSection.check(document);
    names();
    Arguments.check(
        document, "apiServerExtraArgs", "controllerManagerExtraArgs", "schedulerExtraArgs");
    for (String component : List.of("apiServer", "controllerManager", "scheduler"))
      document.at(component).ifPresent(settings -> Arguments.check(settings, "extraArgs"));
    Paths.absolute(document, "certificatesDir");
    gates();
    Repositories.check(document);
    document.at("dns").ifPresent(Repositories::check);
    periods();
  }

  private void names() {
    AlternativeNames.check(document, "apiServerCertSANs", true);
    document.at("apiServer").ifPresent(server -> AlternativeNames.check(server, "certSANs", true));
  }

  private void kubernetesVersion() {
    document.text("kubernetesVersion").ifPresent(this::judgeVersion);
  }

  private void judgeVersion(Scalar text) {
    Optional<Version> version = Version.parse(text.value());
    if (version.isEmpty()) {
      boolean label = LABEL.matcher(text.value()).matches() || CI.matcher(text.value()).matches();
      if (!label && !text.value().matches("v?\\d+\\.\\d+"))
        judge.report(
            KubeadmRefusals.KUBERNETES,
            text,
            "is neither a version nor a label of a channel",
            "write a release, such as `v1.34.1`");
      return;
    }
    int minor = version.get().minor();
    if (judge.release().isPresent() && minor < judge.release().getAsInt() - 1)
      judge.report(
          KubeadmRefusals.KUBERNETES,
          text,
          "is older than what kubeadm 1.%d installs (1.%d and 1.%d)"
              .formatted(
                  judge.release().getAsInt(),
                  judge.release().getAsInt() - 1,
                  judge.release().getAsInt()),
          "install it with kubeadm 1.%d".formatted(minor));
  }

  private void endpoint() {
    document
        .text("controlPlaneEndpoint")
        .filter(text -> !GoText.isHostPort(text.value()))
        .ifPresent(text -> Endpoints.malformed(judge, text));
  }

  private void gates() {
    document
        .at("featureGates")
        .ifPresent(gates -> gates.mapping().entries().forEach(this::judgeGate));
  }

  private void judgeGate(Entry gate) {
    String name = gate.key().value();
    KubeadmGates.refusal(name, judge.release())
        .ifPresent(
            why ->
                judge.report(
                    KubeadmRefusals.GATE,
                    gate.key(),
                    why,
                    NearestWord.of(name, KubeadmGates.names())
                        .filter(near -> !near.equals(name))
                        .map(near -> "write `" + near + "`")
                        .orElse(
                            "delete it; gates of other components belong in their extraArgs or in the KubeletConfiguration")));
  }

  /** Lint has KD042 for it. */
  private void periods() {
    if (judge.lint()) return;
    Optional<Scalar> written = document.text("certificateValidityPeriod");
    Optional<Scalar> authority = document.text("caCertificateValidityPeriod");
    Optional<Duration> own = duration(written, DEFAULT_PERIOD);
    Optional<Duration> longest = duration(authority, DEFAULT_AUTHORITY_PERIOD);
    Optional<Scalar> place = Stream.of(written, authority).flatMap(Optional::stream).findFirst();
    if (own.isEmpty() || longest.isEmpty() || own.get().compareTo(longest.get()) <= 0) return;
    place.ifPresent(
        text ->
            judge
                .out()
                .report(
                    Diagnostic.of(
                            KubeadmRefusals.PERIOD,
                            text.span(),
                            "certificates last for %s, their authority for %s"
                                .formatted(
                                    written.map(Scalar::value).orElse(DEFAULT_PERIOD),
                                    authority.map(Scalar::value).orElse(DEFAULT_AUTHORITY_PERIOD)))
                        .as(WARNING)
                        .help("make caCertificateValidityPeriod the longer one")));
  }

  private static Optional<Duration> duration(Optional<Scalar> written, String otherwise) {
    String text = written.map(Scalar::value).orElse(otherwise);
    double seconds = 0;
    int end = 0;
    Matcher part = PART.matcher(text);
    while (part.find() && part.start() == end) {
      end = part.end();
      if (part.group(1).chars().filter(c -> c == '.').count() > 1
          || part.group(1).equals(".")
          || part.group(1).length() > 12) return Optional.empty();
      seconds += Double.parseDouble(part.group(1)) * secondsOf(part.group(2));
    }
    return end == text.length()
        ? Optional.of(Duration.ofMillis((long) (seconds * 1000)))
        : Optional.empty();
  }

  private static double secondsOf(String unit) {
    return switch (unit) {
      case "h" -> 3600;
      case "m" -> 60;
      case "s" -> 1;
      case "ms" -> 1e-3;
      case "us" -> 1e-6;
      default -> 1e-9;
    };
  }
}
