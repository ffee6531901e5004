package dev.vipc.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions that a check is made for, by program name ({@code keepalived}, {@code haproxy},
 * {@code kubernetes}, {@code kube-vip}); only those that the user stated.
 *
 * @param builds how they were built, where that is stated
 */
public record Targets(Map<String, Version> stated, Map<String, BuildOptions> builds) {
  public static final Targets NONE = new Targets(Map.of());
  private static final Map<String, Version> DEFAULTS =
      Map.of(
          "keepalived", new Version(2, 2, 7),
          "haproxy", new Version(2, 6, 0),
          "kubernetes", new Version(1, 36, 0),
          "kube-vip", new Version(1, 2, 3),
          "nginx", new Version(1, 22, 1),
          "envoy", new Version(1, 36, 0));

  /** The programs that have versions here. */
  public static final Set<String> PROGRAMS =
      Collections.unmodifiableSet(new TreeSet<>(DEFAULTS.keySet()));

  public Targets {
    stated = Map.copyOf(stated);
    builds = Map.copyOf(builds);
  }

  public Targets(Map<String, Version> stated) {
    this(stated, Map.of());
  }

  /** These, and of programs without a version here the other ones'. */
  public Targets or(Targets others) {
    if (others.stated.isEmpty()) return this;
    Map<String, Version> versions = new HashMap<>(others.stated);
    versions.putAll(stated);
    Map<String, BuildOptions> ways = new HashMap<>(others.builds);
    ways.keySet().removeAll(stated.keySet());
    ways.putAll(builds);
    return new Targets(versions, ways);
  }

  public BuildOptions buildOf(String program) {
    return builds.getOrDefault(program, BuildOptions.NONE);
  }

  public Optional<Version> statedFor(String program) {
    return Optional.ofNullable(stated.get(program));
  }

  /** The stated version, or the one that is assumed without a statement. */
  public Version versionFor(String program) {
    Version assumed = DEFAULTS.get(program);
    Version version = stated.getOrDefault(program, assumed);
    if (version == null) throw new IllegalArgumentException(program);
    return version;
  }
}
