package dev.vipc.model;

import java.util.Set;

/**
 * The files that another one reads as a part of itself, so that they say nothing on their own.
 *
 * @param paths absolute
 */
public record IncludedFiles(Set<String> paths) implements Part {
  public IncludedFiles {
    paths = Set.copyOf(paths);
  }
}
