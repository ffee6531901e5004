package dev.vipc.compile;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a lint that may be edited, and what is in them now. */
final class FixableFiles {
  /** A file by its first path; another link to it is only looked at. */
  private record Known(String path, String before) {}

  private final Map<Path, Known> known = new HashMap<>();
  private final Map<String, Path> reals = new HashMap<>();
  private Map<Path, String> texts = Map.of();

  /**
   * Learns what was read.
   *
   * @param texts those that were read in the place of files
   */
  void know(LintResult result, Map<Path, String> texts) {
    this.texts = texts;
    for (LintResult.ReadFile file : result.files())
      if (!reals.containsKey(file.path())) learn(file.path());
  }

  private void learn(String path) {
    try {
      Path real = Path.of(path).toRealPath();
      reals.put(path, real);
      if (!known.containsKey(real)) known.put(real, new Known(path, Utf8.read(real)));
    } catch (IOException _) {
      // standard input, or gone meanwhile: there is nothing to edit
    }
  }

  /** Where a file's bytes are; absent where what was read of it is not what they say. */
  Optional<Path> editable(SourceFile file) {
    Path real = reals.get(file.path());
    Known first = real == null ? null : known.get(real);
    if (real == null || first == null || !first.path().equals(file.path())) return Optional.empty();
    String now = texts.getOrDefault(real, first.before());
    return now.equals(file.text()) ? Optional.of(real) : Optional.empty();
  }

  /** Those whose text is another one now, in the order of their paths. */
  List<Fixing.Changed> changed(Map<Path, String> texts) {
    List<Fixing.Changed> changed = new ArrayList<>();
    texts.forEach(
        (real, text) -> {
          Known file = known.get(real);
          if (file != null && !file.before().equals(text))
            changed.add(new Fixing.Changed(file.path(), real, file.before(), text));
        });
    changed.sort((a, b) -> a.path().compareTo(b.path()));
    return changed;
  }
}
