package dev.vipc.schema;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.schema.Violation.Kind;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.json.JSONObject;

/**
 * The forms of KubeKey's documents, one schema for each API version: v1alpha1, v1alpha2 and v1.
 *
 * <p>KubeKey stops at a value of another type, and passes over a field that it does not know: the
 * first is an error and the second a warning. Reads a schema when a document first needs it. Not
 * safe for use by several threads.
 */
public final class KubeKeySchemas {
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "v1alpha1", Set.of("Cluster"),
          "v1alpha2", Set.of("Cluster"),
          "v1", Set.of("Config", "Inventory"));

  /** Variables of the user's own playbooks stand beside KubeKey's: only near misses are faults. */
  private static final String OPEN = "v1";

  private final Map<String, SchemaCheck> checks = new HashMap<>();
  private final Map<String, JSONObject> schemas = new HashMap<>();

  /** Whether there is a schema for such a document. */
  public boolean knows(String version, String kind) {
    return KINDS.getOrDefault(version, Set.of()).contains(kind);
  }

  /**
   * The document with the keys as its version spells them: KubeKey reads v1alpha1 and v1alpha2 by
   * Go's JSON decoder, which takes {@code internalLoadBalancer} for {@code internalLoadbalancer}.
   * Places stay as they are.
   */
  public Mapping asRead(Mapping document, String version, String kind) {
    if (version.equals(OPEN)) return document;
    return (Mapping)
        asRead(document, schema(version).getJSONObject("definitions").getJSONObject(kind));
  }

  /**
   * Reports values of another type or outside their choices, and fields that KubeKey passes over.
   *
   * @param document as {@link #asRead} gives it
   * @param told violations that the caller reports in other words
   */
  public void check(
      Mapping document, String version, String kind, Predicate<Violation> told, Reporter out) {
    SchemaCheck check =
        checks.computeIfAbsent(
            version + " " + kind, _ -> SchemaCheck.definition(resource(version), kind).asGoReads());
    for (Violation violation : check.violations(document))
      if (!told.test(violation) && !isLeftAlone(violation, version)) out.report(finding(violation));
  }

  private static Diagnostic finding(Violation violation) {
    Diagnostic finding = violation.as(violation.kind().rule());
    return violation.kind() == Kind.UNKNOWN_FIELD ? finding.as(Severity.WARNING) : finding;
  }

  private static boolean isLeftAlone(Violation violation, String version) {
    if (violation.kind() == Kind.UNKNOWN_FIELD)
      return version.equals(OPEN)
          && violation.help().filter(help -> help.startsWith("write ")).isEmpty();
    String text = violation.span().text();
    return text.matches("\"\"|''")
        || text.contains("{{")
        || text.contains("${")
        || text.contains("<");
  }

  private static YamlNode asRead(YamlNode node, JSONObject schema) {
    return switch (node) {
      case Scalar scalar -> scalar;
      case Sequence sequence ->
          part(schema, "items")
              .map(
                  items ->
                      (YamlNode)
                          new Sequence(
                              sequence.items().stream().map(item -> asRead(item, items)).toList(),
                              sequence.span()))
              .orElse(sequence);
      case Mapping mapping ->
          new Mapping(
              mapping.entries().stream().map(entry -> asRead(entry, mapping, schema)).toList(),
              mapping.span());
    };
  }

  private static Entry asRead(Entry entry, Mapping owner, JSONObject schema) {
    Optional<JSONObject> fields = part(schema, "properties");
    String written = entry.key().value();
    String key =
        fields.stream()
            .flatMap(known -> known.keySet().stream())
            .filter(name -> name.equalsIgnoreCase(written) && owner.entry(name).isEmpty())
            .findFirst()
            .orElse(written);
    JSONObject form =
        fields
            .flatMap(known -> part(known, key))
            .or(() -> part(schema, "additionalProperties"))
            .orElseGet(JSONObject::new);
    return new Entry(
        new Scalar(key, entry.key().plain(), entry.key().span()), asRead(entry.value(), form));
  }

  private static Optional<JSONObject> part(JSONObject schema, String key) {
    return Optional.ofNullable(schema.optJSONObject(key));
  }

  private JSONObject schema(String version) {
    return schemas.computeIfAbsent(
        version, _ -> new JSONObject(SchemaCheck.text(resource(version))));
  }

  private static String resource(String version) {
    return "kubekey-" + version + ".schema.json";
  }
}
