package dev.vipc.check.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.schema.KubeadmSchemas;
import dev.vipc.schema.RepeatedFields;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges the documents of one file as kubeadm would. */
final class KubeadmDocuments {
  private static final String GROUP = "kubeadm.k8s.io/";
  private static final Set<String> OF_INIT =
      Set.of(
          "InitConfiguration",
          "ClusterConfiguration",
          "JoinConfiguration",
          "MasterConfiguration",
          "NodeConfiguration");
  private static final Set<String> BEFORE_SCHEMAS =
      Set.of("MasterConfiguration", "NodeConfiguration");

  /** {@code kubeadm config validate} came, and made of an unknown field an error. */
  private static final int STRICT = 28;

  /** The last release that reads v1alpha3, for {@code kubeadm config migrate} alone. */
  private static final int CONVERTS_V1ALPHA3 = 14;

  private final Judge judge;
  private final KubeadmSchemas schemas;
  private final Map<String, Scalar> kinds = new HashMap<>();

  KubeadmDocuments(Judge judge, KubeadmSchemas schemas) {
    this.judge = judge;
    this.schemas = schemas;
  }

  void check(List<Mapping> documents) {
    documents.forEach(this::document);
  }

  /** Whether some document is of a kind that init or join begins with. */
  boolean startsSomething() {
    return kinds.keySet().stream().anyMatch(OF_INIT::contains);
  }

  private void document(Mapping document) {
    Optional<Scalar> kind = document.scalar("kind");
    Optional<Scalar> apiVersion = document.scalar("apiVersion");
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      headless(document);
      return;
    }
    twice(kind.get());
    String version = apiVersion.get().value();
    if (version.startsWith(GROUP) && !judge.lint() && isRefused(apiVersion.get())) return;
    if (!judge.branches()) RepeatedFields.check(document, graded());
    if (schemas.knows(version, kind.get().value())) schemas.check(document, version, graded());
    else unknown(kind.get(), apiVersion.get());
    if (version.startsWith(GROUP)) {
      validate(document, kind.get().value(), version.equals(GROUP + "v1alpha3"));
    }
  }

  /** Unknown and repeated fields stop the strict check alone; what it finds is graded so. */
  private Reporter graded() {
    boolean lax = judge.before(STRICT) && !judge.lint();
    return finding -> {
      boolean decoding = finding.rule().code().equals("KD004");
      judge.out().report(lax && !decoding ? finding.as(WARNING) : finding);
    };
  }

  private void headless(Mapping document) {
    if (!judge.lint() && !document.entries().isEmpty())
      judge.report(
          KubeadmRefusals.DOCUMENT,
          document.entries().getFirst().key().span(),
          "the document names no `apiVersion` and `kind`",
          "add both, or write it into the document that it belongs to");
  }

  private void twice(Scalar kind) {
    Scalar earlier = kinds.putIfAbsent(kind.value(), kind);
    if (earlier != null && !judge.branches())
      judge
          .out()
          .report(
              Diagnostic.of(
                      KubeadmRefusals.KIND_TWICE,
                      kind.span(),
                      "a second `%s` in one file".formatted(kind.value()))
                  .also(earlier.span(), "the first one")
                  .help("keep one, or give each node a file of its own"));
  }

  private void unknown(Scalar kind, Scalar apiVersion) {
    String version = apiVersion.value();
    boolean own = version.startsWith(GROUP);
    if (own && (BEFORE_SCHEMAS.contains(kind.value()) || !isKnown(version))) return;
    boolean list = kind.value().equals("List");
    if (judge.lint() && !own && !list) return;
    Severity grade = judge.before(STRICT) && !judge.lint() ? WARNING : ERROR;
    judge
        .out()
        .report(
            Diagnostic.of(
                    KubeadmRefusals.DOCUMENT,
                    kind.span(),
                    "kubeadm reads no `%s` of `%s`".formatted(kind.value(), version))
                .as(grade)
                .help(
                    list
                        ? "write each item as a document of its own, separated by `---`"
                        : "take it out of the file, or mend its kind or apiVersion"));
  }

  private static boolean isKnown(String version) {
    return KubeadmVersion.of(version.substring(GROUP.length()))
        .filter(known -> known.compareTo(KubeadmVersion.V1ALPHA3) >= 0)
        .isPresent();
  }

  /** Whether the release reads none of the document, which is reported. */
  private boolean isRefused(Scalar apiVersion) {
    if (judge.release().isEmpty()) return false;
    int release = judge.release().getAsInt();
    String word = apiVersion.value().substring(GROUP.length());
    KubeadmVersion target = KubeadmVersion.newestFor(release);
    String carried = "`vipc fmt --to kubeadm=%s` carries it over".formatted(target);
    Optional<KubeadmVersion> known = KubeadmVersion.of(word);
    if (known.isEmpty())
      return refused(
          apiVersion,
          "kubeadm 1.%d does not read `%s`".formatted(release, word),
          "write " + target);
    KubeadmVersion version = known.get();
    if (version.isExperimentalFor(release))
      return refused(
          apiVersion,
          "kubeadm 1.%d reads `%s` with `--allow-experimental-api` alone".formatted(release, word),
          "write " + target);
    if (!version.isReadBy(release))
      return refused(
          apiVersion,
          "kubeadm 1.%d does not read `%s`, which kubeadm %s read"
              .formatted(release, word, version.readers()),
          version.compareTo(target) < 0 ? carried : "write " + target);
    if (version == KubeadmVersion.V1ALPHA3 && release == CONVERTS_V1ALPHA3)
      return refused(
          apiVersion, "kubeadm 1.14 reads `v1alpha3` for `kubeadm config migrate` alone", carried);
    if (release < STRICT && version.isDeprecatedFor(release))
      judge
          .out()
          .report(
              Diagnostic.of(
                      KubeadmRefusals.VERSION,
                      apiVersion.span(),
                      "kubeadm 1.%d calls `%s` deprecated".formatted(release, word))
                  .as(WARNING)
                  .help(carried));
    return false;
  }

  private boolean refused(Scalar apiVersion, String message, String help) {
    judge.report(KubeadmRefusals.VERSION, apiVersion.span(), message, help);
    return true;
  }

  private void validate(Mapping document, String kind, boolean flat) {
    Settings settings = Settings.of(document, judge);
    switch (kind) {
      case "ClusterConfiguration" -> ClusterDocument.check(settings);
      case "InitConfiguration" -> InitDocument.check(settings);
      case "JoinConfiguration" -> JoinDocument.check(settings, flat);
      case "ResetConfiguration" -> {
        NodeRegistration.socket(settings);
        Paths.absolute(settings, "certificatesDir");
      }
      default -> {}
    }
  }
}
