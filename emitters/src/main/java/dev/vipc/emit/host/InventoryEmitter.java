package dev.vipc.emit.host;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An inventory for Ansible: a group a role, under the names that kubespray uses. */
@AutoService(Emitter.class)
public final class InventoryEmitter implements Emitter {
  @Override
  public String name() {
    return "inventory";
  }

  @Override
  public ArtifactSet emit(Build build) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("nodes", build.spec().nodes().stream().map(InventoryEmitter::host).toList());
    values.put("groups", groups(build));
    values.put("addresses", addresses(build));
    values.put(
        "endpoint",
        build
            .spec()
            .kubernetes()
            .map(cluster -> YamlText.of(cluster.endpoint().value().toString()))
            .orElse(""));
    String text = build.render(InventoryEmitter.class, "inventory.yaml.j2", values);
    return ArtifactSet.of(
        new Artifact(Path.of(Build.CLUSTER, "inventory.yaml"), text, FileMode.PLAIN));
  }

  private static Map<String, Object> host(SpecNode node) {
    List<Map<String, Object>> variables = new ArrayList<>();
    node.address().ifPresent(own -> variables.add(variable("ansible_host", own.toString())));
    node.iface().ifPresent(iface -> variables.add(variable("vipc_interface", iface.value())));
    node.zone().ifPresent(zone -> variables.add(variable("zone", zone.value())));
    return Map.of("name", YamlText.of(node.name().value()), "variables", variables);
  }

  private static Map<String, Object> variable(String key, String value) {
    return Map.of("key", key, "value", YamlText.of(value));
  }

  private static List<Map<String, Object>> groups(Build build) {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (Role role : Role.values()) {
      List<String> members =
          build.spec().nodesWith(role).stream()
              .map(node -> YamlText.of(node.name().value()))
              .toList();
      if (!members.isEmpty()) groups.add(Map.of("name", group(role), "members", members));
    }
    return groups;
  }

  /** Ansible warns of dashes in the names of groups. */
  private static String group(Role role) {
    return switch (role) {
      case CONTROL_PLANE -> "kube_control_plane";
      case LOAD_BALANCER -> "loadbalancer";
      case WORKER -> "kube_node";
      case ETCD -> "etcd";
    };
  }

  private static List<Map<String, Object>> addresses(Build build) {
    return build.spec().virtualAddresses().stream()
        .map(
            address ->
                Map.<String, Object>of(
                    "name", YamlText.of(address.name().value()),
                    "addresses",
                        address.addresses().stream()
                            .map(ip -> YamlText.of(ip.address().value().toString()))
                            .toList(),
                    "holders",
                        address.holders().stream()
                            .map(node -> YamlText.of(node.name().value()))
                            .toList()))
        .toList();
  }
}
