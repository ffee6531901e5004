package dev.vipc.cli;

import dev.vipc.compile.LintRequest.Circumstances;
import dev.vipc.compile.Progress;
import dev.vipc.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lint is asked for more rarely.
 *
 * @param quiet whether the findings alone are written
 * @param summary whether findings are counted instead of shown
 * @param since the git revision since which a file must have changed to be spoken of
 * @param nodes files and folders that are a machine's, by its name
 * @param variables files with variables for templates
 * @param baseline accepted findings
 * @param writeBaseline where the findings go as accepted
 * @param reason why they are
 * @param fix what is done with fixes
 */
record LintExtras(
    boolean quiet,
    boolean summary,
    Optional<String> since,
    Map<String, List<Path>> nodes,
    List<SourceFile> variables,
    Optional<Path> baseline,
    Optional<Path> writeBaseline,
    Optional<String> reason,
    Fixes fix) {
  /**
   * What is done with fixes.
   *
   * @param applied whether they are
   * @param shown whether the difference is shown instead of written
   * @param unsafe whether also those that change behaviour
   */
  record Fixes(boolean applied, boolean shown, boolean unsafe) {
    static final Fixes NONE = new Fixes(false, false, false);
  }

  static final LintExtras NONE =
      new LintExtras(
          false,
          false,
          Optional.empty(),
          Map.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Fixes.NONE);

  Circumstances circumstances(Progress progress) {
    // a baseline that is written anew takes nothing from the one before
    Optional<Path> read = writeBaseline.isPresent() ? Optional.empty() : baseline;
    return new Circumstances(nodes, read, Map.of(), variables, progress);
  }
}
