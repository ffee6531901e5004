package dev.vipc.lower.kubevip;

import dev.vipc.lower.Pieces;
import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The flags of a kube-vip command line, {@code --name value} and {@code --name=value}. */
final class KubeVipFlags {
  /** Flags that take no word behind them. */
  private static final Set<String> SWITCHES =
      Set.of(
          "arp",
          "bgp",
          "table",
          "wireguard",
          "controlplane",
          "services",
          "leaderElection",
          "inCluster",
          "taint",
          "ddns",
          "enableLoadBalancer",
          "lbEnable",
          "servicesElection",
          "singleNode",
          "startAsLeader",
          "multihop",
          "metal",
          "packet",
          "autodetectcp");

  private final Map<String, Located<String>> values = new HashMap<>();

  static KubeVipFlags of(List<Located<String>> words) {
    KubeVipFlags flags = new KubeVipFlags();
    for (int at = 0; at < words.size(); at++) {
      Located<String> word = words.get(at);
      if (!word.value().startsWith("--")) continue;
      int equals = word.value().indexOf('=');
      String name = word.value().substring(2, equals < 0 ? word.value().length() : equals);
      if (equals >= 0) flags.values.put(name, Pieces.part(word, equals + 1, word.value().length()));
      else if (SWITCHES.contains(name) || at + 1 == words.size())
        flags.values.put(name, new Located<>("true", word.span()));
      else flags.values.put(name, words.get(++at));
    }
    return flags;
  }

  Optional<Located<String>> get(String... names) {
    for (String name : names)
      if (values.containsKey(name)) return Optional.ofNullable(values.get(name));
    return Optional.empty();
  }
}
