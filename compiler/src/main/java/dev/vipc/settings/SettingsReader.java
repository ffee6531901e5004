package dev.vipc.settings;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.Machine;
import dev.vipc.schema.SchemaCheck;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** From the text of a {@code .vipc.yaml} to the settings. */
final class SettingsReader {
  private static final String SCHEMA = "vipc-settings-v1.schema.json";

  private SettingsReader() {}

  /**
   * Reads what fits the schema, and reports what does not.
   *
   * @param failures takes what fits and has no value, with its place
   */
  static Settings read(SourceFile file, Reporter out, Consumer<String> failures) {
    List<YamlNode> documents = YamlSyntax.parse(file, out);
    if (documents.isEmpty()) return Settings.NONE;
    YamlNode root = documents.getFirst();
    SchemaCheck.of(SCHEMA).check(root, out);
    if (!(root instanceof Mapping settings)) return Settings.NONE;
    Map<String, Machine> hosts = new LinkedHashMap<>();
    for (YamlNode.Entry host : settings.mapping("hosts").map(Mapping::entries).orElse(List.of()))
      if (host.value() instanceof Mapping facts) hosts.put(host.key().value(), machine(facts));
    return new Settings(hosts, new NetworkReader(failures).read(settings));
  }

  private static Machine machine(Mapping facts) {
    return new Machine(
        names(facts, "interfaces"),
        names(facts, "users"),
        names(facts, "groups"),
        names(facts, "files"));
  }

  private static Optional<Set<String>> names(Mapping facts, String key) {
    if (facts.get(key).isEmpty()) return Optional.empty();
    return Optional.of(
        facts.items(key).stream()
            .filter(Scalar.class::isInstance)
            .map(item -> ((Scalar) item).value())
            .collect(Collectors.toSet()));
  }
}
