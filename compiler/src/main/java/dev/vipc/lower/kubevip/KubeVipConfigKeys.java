package dev.vipc.lower.kubevip;

import dev.vipc.keyword.KubeVipName;
import dev.vipc.keyword.KubeVipTable;
import java.util.Optional;

/** The keys of a {@code --config-file}; Go's JSON reader takes them in any case. */
final class KubeVipConfigKeys {
  private KubeVipConfigKeys() {}

  /** The variable that sets the same. */
  static Optional<String> means(String key) {
    return KubeVipTable.get().variables().stream()
        .filter(variable -> !variable.key().isEmpty() && variable.key().equalsIgnoreCase(key))
        .map(KubeVipName::name)
        .findFirst();
  }
}
