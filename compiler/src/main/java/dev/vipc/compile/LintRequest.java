package dev.vipc.compile;

import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to lint.
 *
 * @param texts inputs that are no files, such as standard input
 * @param as the kind to read every input as
 * @param configId what keepalived compares its {@code @ID} lines with
 */
public record LintRequest(
    List<Path> paths,
    List<SourceFile> texts,
    Optional<String> as,
    Targets targets,
    Optional<String> configId) {
  /** A request without a config id. */
  public LintRequest(
      List<Path> paths, List<SourceFile> texts, Optional<String> as, Targets targets) {
    this(paths, texts, as, targets, Optional.empty());
  }

  public static LintRequest of(List<Path> paths) {
    return new LintRequest(paths, List.of(), Optional.empty(), Targets.NONE);
  }
}
