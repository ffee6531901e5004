package dev.vipc.agent.proxy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often something happened, by its kind; every kind is there from the start. */
final class Tally<K extends Enum<K>> {
  private final Map<K, LongAdder> counts;

  Tally(Class<K> kinds) {
    counts = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) counts.put(kind, new LongAdder());
  }

  void add(K kind) {
    Objects.requireNonNull(counts.get(kind)).increment();
  }

  Map<K, Long> sums() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
  }
}
