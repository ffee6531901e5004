package dev.vipc.emit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Artifacts in the order of their names, each path once. */
public final class ArtifactSet implements Iterable<Artifact> {
  public static final ArtifactSet EMPTY = new ArtifactSet(List.of());

  private final List<Artifact> artifacts;
  private final Set<String> names = new HashSet<>();

  /**
   * @throws IllegalArgumentException where two have one path
   */
  public ArtifactSet(List<Artifact> artifacts) {
    List<Artifact> sorted = new ArrayList<>(artifacts);
    sorted.sort(Comparator.comparing(Artifact::name));
    this.artifacts = Collections.unmodifiableList(sorted);
    for (Artifact artifact : sorted)
      if (!names.add(artifact.name()))
        throw new IllegalArgumentException("two artifacts at " + artifact.name());
  }

  public static ArtifactSet of(Artifact... artifacts) {
    return new ArtifactSet(List.of(artifacts));
  }

  /** In the order of their names. */
  public List<Artifact> artifacts() {
    return artifacts;
  }

  public ArtifactSet and(ArtifactSet more) {
    List<Artifact> both = new ArrayList<>(artifacts);
    both.addAll(more.artifacts);
    return new ArtifactSet(both);
  }

  /** Whether a node has a file at a path of its machine. */
  public boolean has(String node, String machinePath) {
    return names.contains(node + machinePath);
  }

  @Override
  public Iterator<Artifact> iterator() {
    return artifacts.iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArtifactSet set && artifacts.equals(set.artifacts);
  }

  @Override
  public int hashCode() {
    return artifacts.hashCode();
  }

  @Override
  public String toString() {
    return artifacts.toString();
  }
}
