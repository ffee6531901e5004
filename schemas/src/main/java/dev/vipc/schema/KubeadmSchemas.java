package dev.vipc.schema;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.schema.Violation.Kind;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.json.JSONObject;

/**
 * The forms of kubeadm's documents, one schema for each API version from v1alpha3 to v1beta4, and
 * of the kubelet's and kube-proxy's documents that stand beside them.
 *
 * <p>Reads a schema when a document first needs it. Not safe for use by several threads.
 */
public final class KubeadmSchemas {
  private static final String GROUP = "kubeadm.k8s.io/";

  /** The documents of other programs that kubeadm carries to the nodes, by their apiVersion. */
  private static final Map<String, String> COMPONENTS =
      Map.of(
          "kubelet.config.k8s.io/v1beta1", "kubelet-v1beta1.schema.json",
          "kubeproxy.config.k8s.io/v1alpha1", "kube-proxy-v1alpha1.schema.json");

  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private final boolean template;
  private final Map<String, SchemaCheck> checks = new HashMap<>();
  private final Map<String, JSONObject> definitions = new HashMap<>();
  private Optional<MovedFields> moved = Optional.empty();

  /** For texts whose values may be holes of a template, such as {@code ${PORT}}. */
  public KubeadmSchemas() {
    this(true);
  }

  /**
   * @param template whether a value may be a hole of a template, which has no type yet
   */
  public KubeadmSchemas(boolean template) {
    this.template = template;
  }

  /** Whether documents of this apiVersion and kind have a schema here. */
  public boolean knows(String apiVersion, String kind) {
    boolean document = kind.endsWith("Configuration") || kind.equals("ClusterStatus");
    return document && resource(apiVersion).filter(name -> definitions(name).has(kind)).isPresent();
  }

  /**
   * Reports fields that the version does not know (KD003) and values of another type (KD004). A
   * kind or a version that has no schema is not checked.
   *
   * @param document with {@code kind}
   * @param apiVersion such as {@code kubeadm.k8s.io/v1beta3}
   */
  public void check(YamlNode.Mapping document, String apiVersion, Reporter out) {
    String kind = document.scalar("kind").map(YamlNode.Scalar::value).orElse("");
    if (!knows(apiVersion, kind)) return;
    String resource = resource(apiVersion).orElseThrow();
    SchemaCheck check =
        checks.computeIfAbsent(
            apiVersion + " " + kind, _ -> SchemaCheck.definition(resource, kind).asGoReads());
    for (Violation violation : check.violations(document)) {
      if (template && isHole(violation)) continue;
      out.report(
          apiVersion.startsWith(GROUP)
              ? ofKubeadm(violation, kind, apiVersion.substring(GROUP.length()))
              : ofComponent(violation, apiVersion));
    }
  }

  private Diagnostic ofKubeadm(Violation violation, String kind, String version) {
    if (violation.kind() == Kind.UNKNOWN_FIELD) return unknownField(violation, kind, version);
    RuleMeta rule = KubeadmFindings.WRONG_TYPE;
    boolean arguments = violation.field().endsWith("xtraArgs");
    return arguments && violation.kind() == Kind.WRONG_TYPE
        ? violation.as(rule).help(argumentsHelp(version))
        : violation.as(rule);
  }

  /** The programs add fields with every release, so an unknown one may be newer than the table. */
  private static Diagnostic ofComponent(Violation violation, String apiVersion) {
    if (violation.kind() != Kind.UNKNOWN_FIELD) return violation.as(KubeadmFindings.WRONG_TYPE);
    String message = "%s does not know `%s`".formatted(apiVersion, violation.path());
    Diagnostic found =
        Diagnostic.of(KubeadmFindings.UNKNOWN_FIELD, violation.span(), message)
            .as(Severity.WARNING);
    return violation
        .help()
        .filter(help -> help.startsWith("write "))
        .map(found::help)
        .orElseGet(() -> found.help("look for its name in the reference of " + apiVersion));
  }

  private Diagnostic unknownField(Violation violation, String kind, String version) {
    String path = INDEX.matcher(violation.path()).replaceAll("");
    MovedFields table = moved.orElseGet(MovedFields::read);
    moved = Optional.of(table);
    String message = "%s does not know `%s`".formatted(version, violation.path());
    Diagnostic finding = Diagnostic.of(KubeadmFindings.UNKNOWN_FIELD, violation.span(), message);
    return table
        .help(kind, path, version)
        .or(() -> otherKind(path, kind, version))
        .or(violation::help)
        .map(finding::help)
        .orElse(finding);
  }

  /** A field that another document of the same version has at its top. */
  private Optional<String> otherKind(String path, String kind, String version) {
    JSONObject all = definitions("kubeadm-" + version + ".schema.json");
    List<String> others =
        all.keySet().stream()
            .filter(name -> name.endsWith("Configuration") && !name.equals(kind))
            .filter(name -> all.getJSONObject(name).getJSONObject("properties").has(path))
            .sorted()
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("it belongs in the " + String.join(" or the ", others));
  }

  private static String argumentsHelp(String version) {
    return version.equals("v1beta4")
        ? "write a list: `- name: x` and `value: \"y\"`"
        : "write a mapping: `x: \"y\"`; lists of name and value begin with v1beta4";
  }

  /** Whether the value is a hole of a template, which has no type yet. */
  private static boolean isHole(Violation violation) {
    if (violation.kind() == Kind.UNKNOWN_FIELD) return false;
    String text = violation.span().text();
    return text.contains("${") || text.contains("{{") || text.contains("<") || isCapitals(text);
  }

  private static boolean isCapitals(String text) {
    return text.length() > 1
        && text.chars().allMatch(c -> c == '_' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
        && text.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
  }

  private JSONObject definitions(String resource) {
    return definitions.computeIfAbsent(
        resource, _ -> new JSONObject(SchemaCheck.text(resource)).getJSONObject("definitions"));
  }

  /** The file of an apiVersion's schema; absent where there is none. */
  private static Optional<String> resource(String apiVersion) {
    boolean own =
        apiVersion.startsWith(GROUP)
            && MovedFields.VERSIONS.contains(apiVersion.substring(GROUP.length()));
    return own
        ? Optional.of("kubeadm-" + apiVersion.substring(GROUP.length()) + ".schema.json")
        : Optional.ofNullable(COMPONENTS.get(apiVersion));
  }
}
