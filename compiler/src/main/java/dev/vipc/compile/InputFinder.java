package dev.vipc.compile;

import dev.vipc.lower.Format;
import dev.vipc.source.KeylessText;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Unreadable;
import dev.vipc.source.Utf8;
import dev.vipc.template.Templates;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds and recognises the files below the paths of a command: folders recursively, hidden ones
 * not, symbolic links only inside the path.
 */
final class InputFinder {
  private final Formats formats;
  private final Optional<Format> forced;
  private final Templates templates;
  private final Map<Path, String> changed;
  private final List<Input> found = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int skipped;

  /**
   * @param forced the format to read every file as
   * @param templates opens templates as the files that they write
   * @param changed texts to read in the place of files, by their real path
   */
  InputFinder(
      Formats formats, Optional<Format> forced, Templates templates, Map<Path, String> changed) {
    this.formats = formats;
    this.templates = templates;
    this.forced = forced;
    this.changed = changed;
  }

  /** In the order of the paths given, by name below each. */
  List<Input> found() {
    return found.stream().sorted(InputFinder::inOrder).toList();
  }

  /** Written out: the JVM makes the classes behind a composed comparator anew in every run. */
  private static int inOrder(Input a, Input b) {
    int byRoot = Integer.compare(a.root(), b.root());
    return byRoot != 0 ? byRoot : a.file().path().compareTo(b.file().path());
  }

  /** What kept vipc from doing its work, a line each. */
  List<String> failures() {
    return failures;
  }

  /** Files in folders that no format recognises. */
  int skipped() {
    return skipped;
  }

  /** Adds a text that has no file, such as standard input. */
  void add(SourceFile named, int root) {
    SourceFile file = templates.open(named);
    Optional<Format> format = forced.or(() -> formats.recognise(file));
    if (format.isPresent()) keep(file, format.get(), root, "");
    else failures.add(notRecognised(named.path()));
  }

  /** Adds a file or everything below a folder. */
  void add(Path path, int root) {
    if (Files.isDirectory(path)) addFolder(path, root);
    else read(path, path.toString()).ifPresent(file -> add(file, root));
  }

  private void addFolder(Path folder, int root) {
    int before = found.size();
    int failuresBefore = failures.size();
    try {
      Path real = folder.toRealPath();
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 64, new Visitor(folder, real, root));
    } catch (IOException e) {
      failures.add(Unreadable.why(folder.toString(), e));
    }
    if (found.size() == before && failures.size() == failuresBefore)
      failures.add(
          "%s: no file here that vipc reads (%s)"
              .formatted(folder, String.join(", ", formats.kinds())));
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Path real;
    private final int root;

    Visitor(Path folder, Path real, int root) {
      this.folder = folder;
      this.real = real;
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
        throws IOException {
      if (dir.equals(folder)) return FileVisitResult.CONTINUE;
      boolean wanted = !isHidden(dir) && dir.toRealPath().startsWith(real);
      return wanted ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isRegularFile() || isHidden(file)) return FileVisitResult.CONTINUE;
      if (Files.isSymbolicLink(file) && !file.toRealPath().startsWith(real))
        return FileVisitResult.CONTINUE;
      String written = Templates.nameOfWritten(file.getFileName().toString());
      if (forced.isEmpty() && !formats.mayRecognise(written)) skipped++;
      else read(file, file.toString()).ifPresent(source -> take(source, file));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // a dangling link or a loop of links is nobody's configuration; a folder that may not be read
      // can be
      if (!Files.isSymbolicLink(file)) failures.add(Unreadable.why(file.toString(), e));
      return FileVisitResult.CONTINUE;
    }

    private void take(SourceFile named, Path file) {
      SourceFile source = templates.open(named);
      Optional<Format> format = forced.or(() -> formats.recognise(source));
      if (format.isEmpty()) {
        skipped++;
        return;
      }
      Path parent = folder.relativize(file).getParent();
      keep(source, format.get(), root, parent == null ? "" : slashes(parent));
    }

    private static boolean isHidden(Path path) {
      return path.getFileName().toString().startsWith(".");
    }

    private static String slashes(Path path) {
      List<String> names = new ArrayList<>();
      path.forEach(name -> names.add(name.toString()));
      return String.join("/", names);
    }
  }

  private void keep(SourceFile file, Format format, int root, String folder) {
    found.add(new Input(format.withoutKeys(file), format, root, folder));
  }

  private Optional<SourceFile> read(Path path, String shown) {
    try {
      String text = changed.isEmpty() ? null : changed.get(path.toRealPath());
      if (text != null) return Optional.of(new SourceFile(shown, text));
      boolean keys = formats.mayHoldKey(path.toAbsolutePath().getFileName().toString());
      return Optional.of(new SourceFile(shown, keys ? KeylessText.read(path) : Utf8.read(path)));
    } catch (IOException e) {
      failures.add(Unreadable.why(shown, e));
      return Optional.empty();
    } catch (OutOfMemoryError _) {
      failures.add(shown + ": too large to be read into memory");
      return Optional.empty();
    }
  }

  private String notRecognised(String path) {
    return "%s: not recognised as any of %s; --as KIND reads it as one of them"
        .formatted(path, String.join(", ", formats.kinds()));
  }
}
