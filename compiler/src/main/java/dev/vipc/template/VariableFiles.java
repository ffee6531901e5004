package dev.vipc.template;

import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads variables for templates: YAML or JSON with a mapping of names, or an inventory in YAML
 * ({@code all:} with {@code hosts} and {@code children}), which gives {@code groups} and {@code
 * hostvars}. Of two values the later file's counts.
 */
final class VariableFiles {
  private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
  private final Map<String, Set<String>> groups = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable Object>> hosts = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  void add(SourceFile file) {
    Findings faults = new Findings();
    List<YamlNode> documents = YamlSyntax.parse(file, faults);
    if (!faults.isEmpty()) {
      failures.add(
          "%s: %s"
              .formatted(faults.sorted().getFirst().span(), faults.sorted().getFirst().message()));
      return;
    }
    for (YamlNode document : documents) {
      if (!(document instanceof Mapping mapping)) {
        failures.add("%s: variables are a mapping of names to values".formatted(file.path()));
        return;
      }
      Map<String, @Nullable Object> all = PlainValues.map(mapping);
      if (all.size() == 1 && all.get("all") instanceof Map<?, ?> inventory)
        group("all", inventory, Map.of());
      else variables.putAll(all);
    }
  }

  /** Why files could not be read, a line each. */
  List<String> failures() {
    return failures;
  }

  /** All variables; those of the host {@code inventory_hostname} count before an inventory's. */
  Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    Object given = variables.get("hostvars");
    Map<?, ?> hostvars = given instanceof Map<?, ?> map ? map : hosts;
    if (!groups.isEmpty()) {
      Map<String, Object> lists = new LinkedHashMap<>();
      groups.forEach((name, members) -> lists.put(name, new ArrayList<>(members)));
      all.put("groups", lists);
      all.put("hostvars", hosts);
    }
    Object host = variables.get("inventory_hostname");
    if (host != null && hostvars.get(host) instanceof Map<?, ?> own)
      own.forEach((name, value) -> all.put(String.valueOf(name), value));
    if (host != null)
      all.put(
          "group_names",
          groups.entrySet().stream()
              .filter(group -> !group.getKey().equals("all") && group.getValue().contains(host))
              .map(Map.Entry::getKey)
              .toList());
    all.putAll(variables);
    return all;
  }

  private Set<String> group(String name, Map<?, ?> group, Map<String, @Nullable Object> inherited) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>(inherited);
    if (group.get("vars") instanceof Map<?, ?> vars)
      vars.forEach((key, value) -> own.put(String.valueOf(key), value));
    Set<String> members = new LinkedHashSet<>();
    if (group.get("hosts") instanceof Map<?, ?> listed)
      listed.forEach(
          (host, values) -> {
            members.add(String.valueOf(host));
            host(String.valueOf(host), values, own);
          });
    if (group.get("children") instanceof Map<?, ?> children)
      children.forEach(
          (child, of) ->
              members.addAll(
                  group(String.valueOf(child), of instanceof Map<?, ?> map ? map : Map.of(), own)));
    groups.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(members);
    for (String member : members)
      own.forEach((key, value) -> known(member).putIfAbsent(key, value));
    return members;
  }

  private void host(String name, @Nullable Object values, Map<String, @Nullable Object> own) {
    if (values instanceof Map<?, ?> map)
      map.forEach((key, value) -> known(name).put(String.valueOf(key), value));
    own.forEach((key, value) -> known(name).putIfAbsent(key, value));
    known(name).putIfAbsent("inventory_hostname", name);
  }

  private Map<String, @Nullable Object> known(String host) {
    return hosts.computeIfAbsent(host, _ -> new LinkedHashMap<>());
  }
}
