package dev.vipc.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What one file, or all files of one node, contribute to a deployment, in the order stated. */
public final class Parts {
  public static final Parts NONE = new Parts(List.of());

  private final List<Part> parts;
  private final Map<Class<?>, List<?>> byKind = new ConcurrentHashMap<>();

  private Parts(List<Part> parts) {
    this.parts = parts;
  }

  public static Parts of(Part part) {
    return new Parts(List.of(part));
  }

  public static Parts of(List<? extends Part> parts) {
    return parts.isEmpty() ? NONE : new Parts(List.copyOf(parts));
  }

  /** Those of one kind. */
  @SuppressWarnings("unchecked") // a kind's list holds what its class let through
  public <T extends Part> List<T> all(Class<T> kind) {
    return (List<T>) byKind.computeIfAbsent(kind, this::ofKind);
  }

  private List<?> ofKind(Class<?> kind) {
    return parts.stream().filter(kind::isInstance).toList();
  }

  /** Both, this one's first. */
  public Parts and(Parts other) {
    if (parts.isEmpty()) return other;
    if (other.parts.isEmpty()) return this;
    return new Parts(Stream.concat(parts.stream(), other.parts.stream()).toList());
  }
}
