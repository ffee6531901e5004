package dev.vipc.lower.ansible;

import dev.vipc.lower.Pieces;
import dev.vipc.source.Located;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An inventory in YAML: groups with {@code hosts}, {@code children} and {@code vars}. */
final class YamlInventory {
  private static final Set<String> KEYS = Set.of("hosts", "children", "vars");

  private final InventoryTree tree = new InventoryTree();
  private final List<Mapping> variables = new ArrayList<>();
  private boolean sound = true;
  private boolean ansible;

  private YamlInventory() {}

  static YamlInventory read(Mapping root) {
    YamlInventory inventory = new YamlInventory();
    inventory.sound = !root.entries().isEmpty();
    root.entries().forEach(inventory::group);
    return inventory;
  }

  /** Whether everything in it is a group. */
  boolean isSound() {
    return sound;
  }

  /** Whether some host has a variable of Ansible itself. */
  boolean namesAnsible() {
    return ansible;
  }

  InventoryTree tree() {
    return tree;
  }

  /** Those of every group. */
  List<Mapping> variables() {
    return variables;
  }

  private void group(Entry entry) {
    String name = entry.key().value();
    if (isAbsent(entry.value())) return;
    if (!(entry.value() instanceof Mapping group)
        || group.entries().stream().anyMatch(part -> !KEYS.contains(part.key().value()))) {
      sound = false;
      return;
    }
    for (Entry host : entries(group, "hosts")) host(name, host);
    for (Entry child : entries(group, "children")) {
      tree.addChild(name, child.key().value());
      group(child);
    }
    group.mapping("vars").ifPresent(variables::add);
  }

  private void host(String group, Entry host) {
    Map<String, Located<String>> own = new LinkedHashMap<>();
    if (host.value() instanceof Mapping variablesOfHost)
      for (Entry variable : variablesOfHost.entries())
        if (variable.value() instanceof Scalar text && !text.isNull())
          own.put(variable.key().value(), Pieces.content(text));
    ansible |= own.keySet().stream().anyMatch(key -> key.startsWith("ansible_"));
    tree.add(group, Pieces.content(host.key()), own);
  }

  private static List<Entry> entries(Mapping group, String key) {
    return group.mapping(key).map(Mapping::entries).orElse(List.of());
  }

  private static boolean isAbsent(YamlNode node) {
    return node instanceof Scalar scalar && scalar.isNull();
  }
}
