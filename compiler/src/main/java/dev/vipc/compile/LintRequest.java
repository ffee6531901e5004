package dev.vipc.compile;

import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to lint.
 *
 * @param texts inputs that are no files, such as standard input
 * @param as the kind to read every input as
 * @param configId what keepalived compares its {@code @ID} lines with
 * @param circumstances what is asked for more rarely
 */
public record LintRequest(
    List<Path> paths,
    List<SourceFile> texts,
    Optional<String> as,
    Targets targets,
    Optional<String> configId,
    Circumstances circumstances) {
  /**
   * What a lint takes into account beside its files.
   *
   * @param nodes files and folders that are a machine's, by its name, where the folders alone do
   *     not say so
   * @param baseline the file of accepted findings
   * @param changed texts to read in the place of files, by their real path
   * @param variables files with variables for templates; without any, templates are read with holes
   * @param progress who is told how far it is
   */
  public record Circumstances(
      Map<String, List<Path>> nodes,
      Optional<Path> baseline,
      Map<Path, String> changed,
      List<SourceFile> variables,
      Progress progress) {
    public static final Circumstances NONE =
        new Circumstances(Map.of(), Optional.empty(), Map.of(), List.of(), Progress.NOBODY);

    /** The same with other texts in the place of files. */
    public Circumstances withChanged(Map<Path, String> texts) {
      return new Circumstances(nodes, baseline, texts, variables, progress);
    }
  }

  /** A request without special circumstances. */
  public LintRequest(
      List<Path> paths,
      List<SourceFile> texts,
      Optional<String> as,
      Targets targets,
      Optional<String> configId) {
    this(paths, texts, as, targets, configId, Circumstances.NONE);
  }

  /** A request without a config id. */
  public LintRequest(
      List<Path> paths, List<SourceFile> texts, Optional<String> as, Targets targets) {
    this(paths, texts, as, targets, Optional.empty());
  }

  public static LintRequest of(List<Path> paths) {
    return new LintRequest(paths, List.of(), Optional.empty(), Targets.NONE);
  }

  /** The same with other texts in the place of files. */
  public LintRequest withChanged(Map<Path, String> changed) {
    return new LintRequest(paths, texts, as, targets, configId, circumstances.withChanged(changed));
  }
}
