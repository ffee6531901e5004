package dev.vipc.settings;

import dev.vipc.source.Located;
import java.util.List;

/**
 * Findings that a {@code .vipc.yaml} accepts.
 *
 * @param codes codes and areas
 * @param paths where; empty for everywhere
 */
public record Ignore(List<Located<String>> codes, List<PathPattern> paths) {
  public Ignore {
    codes = List.copyOf(codes);
    paths = List.copyOf(paths);
  }

  /**
   * Whether it speaks of the file.
   *
   * @param path relative to the folder of the {@code .vipc.yaml}
   */
  public boolean covers(String path) {
    return paths.isEmpty() || paths.stream().anyMatch(pattern -> pattern.matches(path));
  }
}
