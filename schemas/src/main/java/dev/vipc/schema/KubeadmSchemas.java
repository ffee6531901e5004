package dev.vipc.schema;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.schema.Violation.Kind;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.json.JSONObject;

/**
 * The forms of kubeadm's documents, one schema for each API version from v1alpha3 to v1beta4.
 *
 * <p>Reads a schema when a document first needs it. Not safe for use by several threads.
 */
public final class KubeadmSchemas {
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private final Map<String, SchemaCheck> checks = new HashMap<>();
  private final Map<String, JSONObject> definitions = new HashMap<>();
  private Optional<MovedFields> moved = Optional.empty();

  /**
   * Reports fields that the version does not know (KD003) and values of another type (KD004). A
   * kind or a version that has no schema is not checked.
   *
   * @param document with {@code kind}
   * @param version such as {@code v1beta3}
   */
  public void check(YamlNode.Mapping document, String version, Reporter out) {
    String kind = document.scalar("kind").map(YamlNode.Scalar::value).orElse("");
    if (!MovedFields.VERSIONS.contains(version) || !definitions(version).has(kind)) return;
    SchemaCheck check =
        checks.computeIfAbsent(
            version + " " + kind,
            _ -> SchemaCheck.definition(resource(version), kind).nullIsAbsent());
    for (Violation violation : check.violations(document)) {
      if (!isHole(violation)) report(violation, kind, version, out);
    }
  }

  private void report(Violation violation, String kind, String version, Reporter out) {
    if (violation.kind() == Kind.UNKNOWN_FIELD) {
      out.report(unknownField(violation, kind, version));
      return;
    }
    RuleMeta rule = KubeadmFindings.WRONG_TYPE;
    boolean arguments = violation.field().endsWith("xtraArgs");
    out.report(
        arguments && violation.kind() == Kind.WRONG_TYPE
            ? violation.as(rule).help(argumentsHelp(version))
            : violation.as(rule));
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
    JSONObject all = definitions(version);
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

  private JSONObject definitions(String version) {
    return definitions.computeIfAbsent(
        version,
        _ -> new JSONObject(SchemaCheck.text(resource(version))).getJSONObject("definitions"));
  }

  private static String resource(String version) {
    return "kubeadm-" + version + ".schema.json";
  }
}
