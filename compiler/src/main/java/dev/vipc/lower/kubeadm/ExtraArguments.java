package dev.vipc.lower.kubeadm;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.source.Located;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code extraArgs} and {@code kubeletExtraArgs}: a mapping up to v1beta3, a list of name and value
 * since v1beta4, where the last of a repeated name counts.
 */
final class ExtraArguments {
  private final Map<String, Located<String>> values = new HashMap<>();

  static ExtraArguments of(YamlFields component) {
    return of(component, "extraArgs");
  }

  /** Those of the kubelet, whose key is another. */
  static ExtraArguments ofKubelet(YamlFields registration) {
    return of(registration, "kubeletExtraArgs");
  }

  private static ExtraArguments of(YamlFields component, String key) {
    ExtraArguments arguments = new ExtraArguments();
    component
        .at(key)
        .mapping()
        .entries()
        .forEach(
            entry -> {
              if (entry.value() instanceof Scalar scalar)
                arguments.values.put(entry.key().value(), Pieces.content(scalar));
            });
    for (YamlFields item : component.mappings(key))
      for (Located<String> name : item.scalar("name").stream().toList())
        item.scalar("value").ifPresent(value -> arguments.values.put(name.value(), value));
    return arguments;
  }

  Optional<Located<String>> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
