package dev.vipc.check;

import dev.vipc.model.BuildOptions;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to check.
 *
 * @param configId what keepalived compares its {@code @ID} lines with
 * @param texts inputs that are no files, such as standard input; they are read after the files
 */
public record CheckRequest(
    String program,
    Optional<Version> target,
    BuildOptions build,
    Optional<String> configId,
    List<Path> paths,
    List<SourceFile> texts) {
  /** A version of the distributions' build. */
  public CheckRequest(
      String program, Optional<Version> target, List<Path> paths, List<SourceFile> texts) {
    this(program, target, BuildOptions.NONE, Optional.empty(), paths, texts);
  }
}
