package dev.vipc.emit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Artifacts in the order of their names, each path once. */
public record ArtifactSet(List<Artifact> artifacts) implements Iterable<Artifact> {
  public static final ArtifactSet EMPTY = new ArtifactSet(List.of());

  public ArtifactSet {
    artifacts = artifacts.stream().sorted(Comparator.comparing(Artifact::name)).toList();
    Set<String> names = new HashSet<>();
    for (Artifact artifact : artifacts)
      if (!names.add(artifact.name()))
        throw new IllegalArgumentException("two artifacts at " + artifact.name());
  }

  public static ArtifactSet of(Artifact... artifacts) {
    return new ArtifactSet(List.of(artifacts));
  }

  public ArtifactSet and(ArtifactSet more) {
    List<Artifact> both = new ArrayList<>(artifacts);
    both.addAll(more.artifacts);
    return new ArtifactSet(both);
  }

  /** Whether a node has a file at a path of its machine. */
  public boolean has(String node, String machinePath) {
    String name = node + machinePath;
    return artifacts.stream().anyMatch(artifact -> artifact.name().equals(name));
  }

  @Override
  public Iterator<Artifact> iterator() {
    return artifacts.iterator();
  }
}
